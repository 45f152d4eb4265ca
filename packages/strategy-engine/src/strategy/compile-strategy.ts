import type { Plan, RunCaps, Strategy, TierSlice } from '@autopack/contracts'
import { nanoPerUsd } from '@autopack/contracts'
import type { Resolved } from '../configuration/resolved.ts'
import { findCategory } from '../plan/find-category.ts'
import { phaseEntries } from '../plan/phase-entries.ts'
import { compilePhase } from './compile-phase.ts'

const minute = 60_000

export interface CompileOptions {
  readonly plan: Plan
  readonly resolved: Resolved
  /** Whether a person watches the run; an approval nobody can see does not expire unless configured. */
  readonly watched: boolean
  readonly auditorAvailable: boolean
}

/** The frozen strategy of a run. Pure: the same input gives the same strategy. Throws `AUTOPACK_PLAN_UNCHECKED` for what `checkPlan` refuses. */
export function compileStrategy(options: CompileOptions): Strategy {
  const { plan, resolved } = options
  return {
    version: 1,
    safetyProfile: resolved.safetyProfile.value,
    runType: resolved.runType.value,
    caps: runCaps(plan, resolved),
    tiers: plan.tiers.map((tier) => compileTier(tier, options)),
    workspace: {
      copy: resolved.workspace.copy.value,
      setup: resolved.workspace.setup.value.map(({ run, network }) => ({ run, network: network ?? false })),
    },
    approvalExpiresAfterMs: approvalExpiry(options),
  }
}

function runCaps(plan: Plan, { budget }: Resolved): RunCaps {
  return {
    tokens: budget.tokens.value,
    nanoUsd: Math.max(1, Math.round(budget.usd.value * nanoPerUsd)),
    phases: budget.phases.value,
    durationMs: Math.ceil(budget.minutes.value * minute),
    minorIssues: budget.minorIssues.value ?? budget.minorIssuesPerPhase.value * phaseEntries(plan).length,
  }
}

function compileTier(tier: Plan['tiers'][number], { resolved, auditorAvailable }: CompileOptions): TierSlice {
  const rules = resolved.tier.value
  const phases = tier.phases.map((phase) => compilePhase(phase, { tier: tier.id, resolved, auditorAvailable }))
  const minors = tier.phases.reduce((sum, phase) => sum + (findCategory(phase, resolved)?.minorFactor ?? 0), 0)
  const tokens = phases.reduce((sum, { caps }) => sum + caps.tokens.builder + caps.tokens.auditor, 0)
  return {
    id: tier.id,
    caps: {
      tokens: Math.ceil(tokens * rules.tokenFactor),
      ciRuns: Math.ceil(phases.length * rules.ciRunsPerPhase),
      minorIssues: minors * rules.minorFactor[resolved.safetyProfile.value],
      majorIssues: rules.majorIssues,
    },
    phases,
  }
}

function approvalExpiry({ resolved, watched }: CompileOptions): number | null {
  const { expiresAfterMinutes, expiresAfterMinutesWatched } = resolved.approvals
  const minutes = expiresAfterMinutes.value ?? (watched ? expiresAfterMinutesWatched.value : null)
  return minutes === null ? null : Math.ceil(minutes * minute)
}
