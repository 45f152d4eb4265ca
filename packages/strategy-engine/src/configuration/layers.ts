import type { PolicyFile, ProjectConfiguration, StrategyFile } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import type { PlanDocument } from '../plan/read-plan.ts'

/** What a command line may override: US dollars and tokens for the whole run. */
export interface Flags {
  readonly usd?: number | undefined
  readonly tokens?: number | undefined
}

/** Where values come from. */
export interface Layers {
  readonly shipped: { readonly strategy: Configuration<StrategyFile>; readonly policy: Configuration<PolicyFile> }
  /** Null where the project has no configuration. */
  readonly project: Configuration<ProjectConfiguration> | null
  /** Null when the configuration is looked at without a plan. */
  readonly plan: PlanDocument | null
  readonly flags: Flags
}
