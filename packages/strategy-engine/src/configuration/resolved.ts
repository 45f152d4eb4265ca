import type { CategorySlice, CiEntry, Plan, PolicyFile, ProjectConfiguration, StrategyFile } from '@autopack/contracts'
import type { Setting } from './setting.ts'

type SetupCommands = NonNullable<NonNullable<Plan['workspace']>['setup']>

/** Every value that shapes a run, with the layer it came from: flag > plan > project > shipped. */
export interface Resolved {
  readonly budget: {
    readonly usd: Setting<number>
    readonly tokens: Setting<number>
    readonly minutes: Setting<number>
    readonly phases: Setting<number>
    /** Null: `minorIssuesPerPhase` times the phases of the plan. */
    readonly minorIssues: Setting<number | null>
    readonly minorIssuesPerPhase: Setting<number>
  }
  readonly safetyProfile: Setting<StrategyFile['run']['safetyProfile']>
  readonly runType: Setting<StrategyFile['run']['runType']>
  readonly approvals: {
    /** Null: `expiresAfterMinutesWatched` while someone watches, else never. */
    readonly expiresAfterMinutes: Setting<number | null>
    readonly expiresAfterMinutesWatched: Setting<number>
  }
  /** Null: the profile is not defined. */
  readonly ci: { readonly normal: Setting<readonly CiEntry[] | null>; readonly strict: Setting<readonly CiEntry[] | null> }
  readonly workspace: { readonly copy: Setting<readonly string[]>; readonly setup: Setting<Readonly<SetupCommands>> }
  readonly categories: Readonly<Record<string, Setting<CategorySlice>>>
  readonly policy: {
    readonly autoApply: Setting<readonly string[]>
    readonly allowPaths: Setting<readonly string[]>
    readonly limits: Setting<PolicyFile['limits']>
  }
  /** By use of a command, the isolation level below which it is denied. A use that is not named needs level 1. */
  readonly sandbox: { readonly minimum: Setting<NonNullable<ProjectConfiguration['sandbox']>['minimum']> }
  readonly tier: Setting<StrategyFile['tier']>
  readonly phase: Setting<StrategyFile['phase']>
}
