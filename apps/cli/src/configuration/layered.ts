import { basename, dirname } from 'node:path'
import type { SourceText } from '@autopack/core'
import { checkPlan, checkPrices, checkProject, checkRouting, layerConfiguration, type Problem, readModelsFile, readPlan, readPolicyFile, readPricingFile, readProjectConfiguration, readStrategyFile, type Resolved, unusedEntries } from '@autopack/strategy-engine'
import { type ConfigurationFiles, projectFolder } from './configuration-files.ts'

/** Every value with the layer it came from; null where a file is wrong. */
export interface Layered {
  readonly resolved: Resolved | null
  readonly problems: readonly Problem[]
  /** What stops nothing and is often a slip. */
  readonly remarks: readonly Problem[]
}

/** Reads all files of a project, and a plan if there is one, and puts the layers together. */
export function layered(files: ConfigurationFiles, planSource: SourceText | null): Layered {
  const strategy = readStrategyFile(files.strategy)
  const policy = readPolicyFile(files.policy)
  const project = files.project === null ? null : readProjectConfiguration(files.project)
  const plan = planSource === null ? null : readPlan(planSource)
  const models = readModelsFile(files.models)
  const pricing = readPricingFile(files.pricing)
  const tables = models.kind === 'invalid' || pricing.kind === 'invalid' ? null : { models, pricing }
  const invalid = [strategy, policy, project, plan, models, pricing].flatMap((read) => (read?.kind === 'invalid' ? read.problems : []))
  const problems = [...invalid, ...(tables === null ? [] : checkPrices(tables.models, tables.pricing.value))]
  const remarks = tables === null ? [] : unusedEntries(tables.models, tables.pricing).filter(isOwn)
  if (strategy.kind === 'invalid' || policy.kind === 'invalid' || project?.kind === 'invalid' || plan?.kind === 'invalid') return { resolved: null, problems, remarks }
  const resolved = layerConfiguration({ shipped: { strategy, policy }, project, plan, flags: {} })
  const crossed = [...(tables === null ? [] : checkRouting(tables.models, resolved)), ...(project === null ? [] : checkProject(project, resolved)), ...(plan === null ? [] : checkPlan(plan, resolved))]
  return { resolved, problems: [...problems, ...crossed], remarks }
}

/** What is shipped is nobody's slip: a project may bring one of the two tables only. */
function isOwn({ file }: Problem): boolean {
  return basename(dirname(file)) === projectFolder
}
