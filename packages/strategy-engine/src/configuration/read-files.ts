import type { ModelsFile, PolicyFile, PricingFile, ProjectConfiguration, StrategyFile } from '@autopack/contracts'
import { modelsFileSchema, policyFileSchema, pricingFileSchema, projectConfigurationSchema, strategyFileSchema } from '@autopack/contracts'
import type { Source } from '../document/parse-document.ts'
import type { Configuration, InvalidDocument } from '../document/read-configuration.ts'
import { readConfiguration } from '../document/read-configuration.ts'
import { checkEach } from '../plan/check-paths.ts'
import { checkSurroundings } from '../plan/check-environment.ts'
import { globProblem } from '../plan/path-rules.ts'
import type { Finding } from '../problem/problem.ts'
import { checkModels } from './check-models.ts'
import { checkPolicy } from './check-policy.ts'
import { checkPricing } from './check-pricing.ts'

type Read<T> = Configuration<T> | InvalidDocument

/** `.autopack/config.yaml` of a project. */
export function readProjectConfiguration(source: Source): Read<ProjectConfiguration> {
  return readConfiguration(projectConfigurationSchema, source, [checkSurroundings, checkGrantedPaths])
}

/** `config/strategy.yaml`. */
export function readStrategyFile(source: Source): Read<StrategyFile> {
  return readConfiguration(strategyFileSchema, source)
}

/** `config/policy.yaml`: every run type has a verdict for every class, and for nothing else. */
export function readPolicyFile(source: Source): Read<PolicyFile> {
  return readConfiguration(policyFileSchema, source, [checkPolicy])
}

/** `config/models.yaml`: models name providers that exist, and roles name models that do. */
export function readModelsFile(source: Source): Read<ModelsFile> {
  return readConfiguration(modelsFileSchema, source, [checkModels])
}

/** `config/pricing.yaml`: on each day one price of a model holds. */
export function readPricingFile(source: Source): Read<PricingFile> {
  return readConfiguration(pricingFileSchema, source, [checkPricing])
}

function checkGrantedPaths(project: ProjectConfiguration): Finding[] {
  return checkEach(project.policy?.allowPaths ?? [], ['policy', 'allowPaths'], globProblem)
}
