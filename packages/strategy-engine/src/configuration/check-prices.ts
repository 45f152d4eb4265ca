import type { ModelsFile, PricingFile } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import { listNames } from '../problem/phrases.ts'
import type { Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import { modelsUnder } from './models-under.ts'

/** Whether every metered model of models.yaml has a price in pricing.yaml; empty when it has. */
export function checkPrices(models: Configuration<ModelsFile>, { prices }: PricingFile): readonly Problem[] {
  const findings = Object.entries(models.value.models)
    .filter(([key, { billing }]) => billing === 'metered' && !Object.hasOwn(prices, key))
    .map(([key]) => ({ path: ['models', key, 'billing'], message: `\`metered\` needs a price${countedBy(key, models.value)}; add \`prices.${key}\` to pricing.yaml, or write subscription or free` }))
  return problemsOf(findings, models)
}

/** The limits that could not count the model's money. */
function countedBy(key: string, file: ModelsFile): string {
  const names = Object.entries(file.limits ?? {}).flatMap(([name, quota]) => (quota.usd !== undefined && modelsUnder(quota, file).includes(key) ? [`limits.${name}`] : []))
  return names.length === 0 ? '' : `, which ${listNames(names)} would count`
}
