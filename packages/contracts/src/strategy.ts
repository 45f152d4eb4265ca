import type { Allowances, BuilderSpecification, CiEntry, PhaseTag } from './files/plan.ts'
import type { Complexity } from './model/purpose.ts'
import type { NanoUsd } from './money.ts'

/** Compiled once, frozen into the run's first event, enforced field by field. */
export interface Strategy {
  readonly version: 1
  readonly safetyProfile: 'normal' | 'safety_critical'
  readonly runType: 'project_build' | 'maintenance' | 'self_upgrade'
  readonly caps: RunCaps
  readonly tiers: readonly TierSlice[]
  readonly workspace: { readonly copy: readonly string[]; readonly setup: readonly SetupCommand[] }
  /** Null: an approval never expires. */
  readonly approvalExpiresAfterMs: number | null
}

/**
 * Every cap that an alert can name. `budget.phases` is judged before a run, attempts and audit rounds end a phase by
 * themselves, and the issues of a tier are judged at its promotion.
 */
export const capNames = ['run.usd', 'run.tokens', 'run.minutes', 'run.minorIssues', 'tier.tokens', 'tier.ciRuns', 'phase.tokens.builder', 'phase.tokens.auditor', 'phase.minutes', 'quota'] as const
export type CapName = (typeof capNames)[number]

export interface SetupCommand {
  readonly run: readonly [string, ...string[]]
  readonly network: boolean
}

export interface RunCaps {
  readonly tokens: number
  readonly nanoUsd: NanoUsd
  readonly phases: number
  readonly durationMs: number
  readonly minorIssues: number
}

export interface TierSlice {
  readonly id: string
  readonly caps: { readonly tokens: number; readonly ciRuns: number; readonly minorIssues: number; readonly majorIssues: number }
  readonly phases: readonly PhaseSlice[]
}

export interface PhaseSlice {
  readonly id: string
  readonly tier: string
  readonly category: string
  readonly subkind: string | null
  readonly complexity: Complexity
  readonly highRisk: boolean
  /** Absent in strategies frozen before there were any; so is `critical`. */
  readonly tags?: readonly PhaseTag[]
  /** Only the strongest models serve it. */
  readonly critical?: boolean
  readonly goal: string
  /** Globs relative to the repository; the phase's root is already joined. */
  readonly scope: readonly string[]
  /** Literal, relative to the repository. */
  readonly deliverables: readonly string[]
  /** Globs relative to the repository; absent in strategies frozen before there was one. */
  readonly allow?: Allowances
  readonly dependsOn: readonly string[]
  readonly builder: BuilderSpecification
  /** Null: the phase declares that it needs no CI. */
  readonly ci: { readonly profile: string; readonly entries: readonly CiEntry[] } | null
  readonly env: Readonly<Record<string, string>>
  readonly audit: 'required' | 'if-configured' | 'none'
  readonly auditorProfile: string | null
  /** False: a green phase waits for an approval. */
  readonly autoApply: boolean
  readonly caps: {
    readonly tokens: { readonly builder: number; readonly auditor: number }
    readonly attempts: number
    readonly auditRounds: number
    readonly durationMs: number
    readonly warnAfterMs: number
  }
}
