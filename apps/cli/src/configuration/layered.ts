import type { SourceText } from '@autopack/core'
import { checkPlan, checkPrices, checkProject, layerConfiguration, type Problem, readModelsFile, readPlan, readPolicyFile, readPricingFile, readProjectConfiguration, readStrategyFile, type Resolved } from '@autopack/strategy-engine'
import type { ConfigurationFiles } from './configuration-files.ts'

/** Every value with the layer it came from; null where a file is wrong. */
export interface Layered {
  readonly resolved: Resolved | null
  readonly problems: readonly Problem[]
}

/** Reads all files of a project, and a plan if there is one, and puts the layers together. */
export function layered(files: ConfigurationFiles, planSource: SourceText | null): Layered {
  const strategy = readStrategyFile(files.strategy)
  const policy = readPolicyFile(files.policy)
  const project = files.project === null ? null : readProjectConfiguration(files.project)
  const plan = planSource === null ? null : readPlan(planSource)
  const models = readModelsFile(files.models)
  const pricing = readPricingFile(files.pricing)
  const unpriced = models.kind === 'invalid' || pricing.kind === 'invalid' ? [] : checkPrices(models, pricing.value)
  const invalid = [strategy, policy, project, plan, models, pricing].flatMap((read) => (read?.kind === 'invalid' ? read.problems : []))
  const problems = [...invalid, ...unpriced]
  if (strategy.kind === 'invalid' || policy.kind === 'invalid' || project?.kind === 'invalid' || plan?.kind === 'invalid') return { resolved: null, problems }
  const resolved = layerConfiguration({ shipped: { strategy, policy }, project, plan, flags: {} })
  return { resolved, problems: [...problems, ...(project === null ? [] : checkProject(project, resolved)), ...(plan === null ? [] : checkPlan(plan, resolved))] }
}
