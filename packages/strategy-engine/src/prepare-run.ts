import type { ChangePolicy, PolicyFile, Strategy } from '@autopack/contracts'
import { checkProject } from './configuration/check-project.ts'
import { layerConfiguration } from './configuration/layer-configuration.ts'
import type { Flags } from './configuration/layers.ts'
import { readPolicyFile, readProjectConfiguration, readStrategyFile } from './configuration/read-files.ts'
import type { Resolved } from './configuration/resolved.ts'
import type { Source } from './document/parse-document.ts'
import type { InvalidDocument } from './document/read-configuration.ts'
import { checkPlan } from './plan/check-plan.ts'
import type { PlanDocument } from './plan/read-plan.ts'
import { readPlan } from './plan/read-plan.ts'
import { compilePolicy } from './policy/compile-policy.ts'
import { compileStrategy } from './strategy/compile-strategy.ts'

export interface RunSources {
  readonly plan: Source
  /** Null where the project has no configuration. */
  readonly project: Source | null
  readonly shipped: { readonly strategy: Source; readonly policy: Source }
  readonly flags: Flags
  /** Whether a person watches the run. */
  readonly watched: boolean
  readonly auditorAvailable: boolean
}

/** Everything a run freezes before it starts. */
export interface PreparedRun {
  readonly kind: 'prepared'
  readonly document: PlanDocument
  readonly resolved: Resolved
  readonly strategy: Strategy
  readonly policy: ChangePolicy
}

/** From texts to what a run freezes, or everything that is wrong with the texts. Throws `AUTOPACK_FLAG_INVALID`. */
export function prepareRun(sources: RunSources): PreparedRun | InvalidDocument {
  const plan = readPlan(sources.plan)
  const project = sources.project === null ? null : readProjectConfiguration(sources.project)
  const strategy = readStrategyFile(sources.shipped.strategy)
  const policy = readPolicyFile(sources.shipped.policy)
  if (plan.kind === 'invalid' || project?.kind === 'invalid' || strategy.kind === 'invalid' || policy.kind === 'invalid') {
    return { kind: 'invalid', problems: [plan, project, strategy, policy].flatMap((read) => (read?.kind === 'invalid' ? read.problems : [])) }
  }
  const resolved = layerConfiguration({ shipped: { strategy, policy }, project, plan, flags: sources.flags })
  const problems = [...checkPlan(plan, resolved), ...(project === null ? [] : checkProject(project, resolved))]
  if (problems.length > 0) return { kind: 'invalid', problems }
  const options = { plan: plan.plan, resolved, watched: sources.watched, auditorAvailable: sources.auditorAvailable }
  return { kind: 'prepared', document: plan, resolved, strategy: compileStrategy(options), policy: policyOf(policy.value, resolved) }
}

function policyOf(policyFile: PolicyFile, resolved: Resolved): ChangePolicy {
  return compilePolicy({ policyFile, runType: resolved.runType.value, allowPaths: resolved.policy.allowPaths.value })
}
