import type { EventData, NewEvent } from '@autopack/contracts'
import { openAttempt, tierOf } from '../../view/lookup.ts'
import type { PhaseView, RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append } from '../command.ts'
import { endRun } from '../end-run.ts'
import { exhaustion, type CapUse } from '../exhaustion.ts'
import { failAttempt } from '../fail-attempt.ts'
import { currentPhase } from '../selection.ts'

/** Caps that time and issues can reach by themselves; tokens and money are refused before a call is sent. */
export function enforceCaps(view: RunView): Command | null {
  return warnOfPhaseTime(view) ?? warnOfSpending(view) ?? announce(view) ?? endOnRunCap(view) ?? failOnPhaseCap(view)
}

function reachedCaps(view: RunView): CapUse[] {
  const { caps } = view.created.strategy
  const minors = view.issues.filter((issue) => issue.severity === 'minor').length
  const uses: CapUse[] = []
  if (view.spent.durationMs >= caps.durationMs) uses.push({ cap: 'run.minutes', used: view.spent.durationMs, limit: caps.durationMs, tier: null, phase: null })
  if (minors > caps.minorIssues) uses.push({ cap: 'run.minorIssues', used: minors, limit: caps.minorIssues, tier: null, phase: null })
  const phase = currentPhase(view)
  if (phase !== null && mayStillSpendTime(phase) && phase.spent.durationMs >= phase.slice.caps.durationMs) uses.push(timeOf(phase))
  return uses
}

function timeOf(phase: PhaseView): CapUse {
  return { cap: 'phase.minutes', used: phase.spent.durationMs, limit: phase.slice.caps.durationMs, tier: phase.slice.tier, phase: phase.slice.id }
}

/** A phase whose gate has passed only needs its snapshot: it is not thrown away for a late second. */
function mayStillSpendTime(phase: PhaseView): boolean {
  return phase.state === 'EXECUTING' || phase.state === 'CI_RUNNING'
}

function alerted(view: RunView, use: CapUse, level: EventData['cap-alert']['level']): boolean {
  return view.alerts.some((alert) => alert.cap === use.cap && alert.level === level && alert.phase === use.phase && alert.tier === use.tier)
}

function announce(view: RunView): Command | null {
  const fresh = reachedCaps(view).filter((use) => !alerted(view, use, 'reached'))
  if (fresh.length === 0) return null
  return append(...fresh.flatMap(exhaustion))
}

function warnOfPhaseTime(view: RunView): Command | null {
  const phase = currentPhase(view)
  if (phase === null || phase.spent.durationMs < phase.slice.caps.warnAfterMs) return null
  const use = timeOf(phase)
  return alerted(view, use, 'warn') ? null : append({ type: 'cap-alert', data: { ...use, level: 'warn' } })
}

const thresholds = [
  ['at-75', 0.75],
  ['soft', 0.8],
  ['at-90', 0.9],
] as const

/** Tokens and money, while there is still something left of them. */
function warnOfSpending(view: RunView): Command | null {
  const fresh = spendingCaps(view).flatMap((use) =>
    thresholds
      .filter(([level, share]) => use.used > 0 && use.used >= use.limit * share && !alerted(view, use, level))
      .map(([level]): NewEvent => ({ type: 'cap-alert', data: { ...use, level } })),
  )
  return fresh.length === 0 ? null : append(...fresh)
}

function spendingCaps(view: RunView): CapUse[] {
  const { caps } = view.created.strategy
  const { nanoUsd, tokens } = view.spent
  const run: CapUse[] = [
    { cap: 'run.usd', used: nanoUsd, limit: caps.nanoUsd, tier: null, phase: null },
    { cap: 'run.tokens', used: tokens, limit: caps.tokens, tier: null, phase: null },
  ]
  const phase = currentPhase(view)
  if (phase === null) return run
  const { id, tier: tierId } = phase.slice
  const tier = tierOf(view, tierId)
  const { builder, auditor } = phase.spent.tokensByRole
  return [
    ...run,
    { cap: 'tier.tokens', used: tier.spent.tokens, limit: tier.slice.caps.tokens, tier: tierId, phase: null },
    { cap: 'phase.tokens.builder', used: builder, limit: phase.slice.caps.tokens.builder, tier: tierId, phase: id },
    { cap: 'phase.tokens.auditor', used: auditor, limit: phase.slice.caps.tokens.auditor, tier: tierId, phase: id },
  ]
}

function endOnRunCap(view: RunView): Command | null {
  const alert = view.alerts.find((candidate) => candidate.level === 'reached' && candidate.phase === null && candidate.tier === null)
  if (alert === undefined) return null
  return endRun(view, 'DONE_FAILED_BUDGET_EXHAUSTED', `${alert.cap}: ${alert.used} of ${alert.limit}`)
}

function failOnPhaseCap(view: RunView): Command | null {
  const phase = currentPhase(view)
  if (phase === null || openAttempt(phase) === null) return null
  const alert = view.alerts.find((candidate) => candidate.level === 'reached' && candidate.cap !== 'quota' && candidate.phase === phase.slice.id)
  if (alert === undefined) return null
  return failAttempt(view, phase, { kind: 'budget', message: `${alert.cap}: ${alert.used} of ${alert.limit}` })
}
