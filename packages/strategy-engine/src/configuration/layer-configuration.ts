import type { CategorySlice } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import { checkFlags } from './check-flags.ts'
import { layerBudget } from './layer-budget.ts'
import type { Layers } from './layers.ts'
import { fromPlan, fromPlanOrProject, fromProject, shipped } from './offers.ts'
import type { Resolved } from './resolved.ts'
import type { Layer, Setting } from './setting.ts'
import { unset } from './setting.ts'

type Rows = Readonly<Record<string, CategorySlice>>

/** One value for every key: of the flag, else the plan, else the project, else what is shipped. Throws `AUTOPACK_FLAG_INVALID`. */
export function layerConfiguration(layers: Layers): Resolved {
  checkFlags(layers.flags)
  const { strategy, policy } = layers.shipped
  return {
    budget: layerBudget(layers),
    safetyProfile:
      fromPlanOrProject(layers, ['safetyProfile'], (value) => value.safetyProfile) ??
      shipped(strategy, ['run', 'safetyProfile'], (file) => file.run.safetyProfile),
    runType: fromPlan(layers, ['runType'], (plan) => plan.runType) ?? shipped(strategy, ['run', 'runType'], (file) => file.run.runType),
    approvals: layerApprovals(layers),
    ci: {
      normal: fromPlanOrProject(layers, ['ci', 'normal'], (value) => value.ci?.normal) ?? unset(null),
      strict: fromPlanOrProject(layers, ['ci', 'strict'], (value) => value.ci?.strict) ?? unset(null),
    },
    workspace: {
      copy: fromPlanOrProject(layers, ['workspace', 'copy'], (value) => value.workspace?.copy) ?? unset([]),
      setup: fromPlanOrProject(layers, ['workspace', 'setup'], (value) => value.workspace?.setup) ?? unset([]),
    },
    categories: layerCategories(layers),
    policy: {
      autoApply: fromProject(layers, ['policy', 'autoApply'], (project) => project.policy?.autoApply) ?? unset([]),
      allowPaths: fromProject(layers, ['policy', 'allowPaths'], (project) => project.policy?.allowPaths) ?? unset([]),
      limits: shipped(policy, ['limits'], (file) => file.limits),
    },
    sandbox: { minimum: fromProject(layers, ['sandbox', 'minimum'], (project) => project.sandbox?.minimum) ?? unset({}) },
    tier: shipped(strategy, ['tier'], (file) => file.tier),
    phase: shipped(strategy, ['phase'], (file) => file.phase),
  }
}

function layerApprovals(layers: Layers): Resolved['approvals'] {
  const key = 'expiresAfterMinutes'
  return {
    expiresAfterMinutes: fromPlanOrProject(layers, ['approvals', key], (value) => value.approvals?.[key]) ?? unset(null),
    expiresAfterMinutesWatched: shipped(layers.shipped.strategy, ['approvals', `${key}Watched`], (file) => file.approvals.expiresAfterMinutesWatched),
  }
}

/** A project's row replaces the shipped one as a whole. */
function layerCategories(layers: Layers): Resolved['categories'] {
  const { strategy } = layers.shipped
  const rows = (file: Configuration<{ categories?: Rows | undefined }>, layer: Layer): [string, Setting<CategorySlice>][] =>
    Object.entries(file.value.categories ?? {}).map(([name, value]) => [name, { value, layer, document: file, path: ['categories', name] }])
  return Object.fromEntries([...rows(strategy, 'shipped'), ...(layers.project === null ? [] : rows(layers.project, 'project'))])
}
