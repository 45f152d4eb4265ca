import type { ModelsFile, PricingFile } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import type { Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'

/** Whether every metered model of models.yaml has a price in pricing.yaml; empty when it has. */
export function checkPrices(models: Configuration<ModelsFile>, { prices }: PricingFile): readonly Problem[] {
  const findings = Object.entries(models.value.models)
    .filter(([key, { billing }]) => billing === 'metered' && !Object.hasOwn(prices, key))
    .map(([key]) => ({ path: ['models', key, 'billing'], message: `\`metered\` needs a price; add \`prices.${key}\` to pricing.yaml, or write subscription or free` }))
  return problemsOf(findings, models)
}
