import type { EventData, JournalEvent } from '@autopack/contracts'
import { AutopackError } from '@autopack/contracts'
import { currentAttempt, phaseOf, tierOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'
import type { Folders } from './folder.ts'

type Start = EventData['effect-start']
type End = EventData['effect-end']

function startOf(view: RunView, end: End): Start {
  const start = view.openEffect
  if (start === null || start.effect !== end.effect) {
    throw new AutopackError({
      code: 'AUTOPACK_JOURNAL_CORRUPT',
      message: `The journal of run ${view.run} ends effect ${end.effect}, which it never started. Keep the file and report it.`,
    })
  }
  return start
}

function chargeTime(view: RunView, start: Start, durationMs: number): void {
  view.spent.durationMs += durationMs
  if (start.phase === null) return
  const phase = phaseOf(view, start.phase)
  phase.spent.durationMs += durationMs
  tierOf(view, phase.slice.tier).spent.durationMs += durationMs
}

function keepBuild(view: RunView, phase: string, end: Extract<End, { kind: 'build' }>): void {
  const attempt = currentAttempt(view, phase)
  if (end.outcome.kind === 'interrupted' && end.outcome.stopped !== true) attempt.interruptions += 1
  attempt.build = end.outcome.kind === 'interrupted' ? null : end.outcome
}

/** A new judgement makes CI and audit of the one before it void. */
function keepJudgement(view: RunView, phase: string, onto: string, end: Extract<End, { kind: 'judge' }>): void {
  const attempt = currentAttempt(view, phase)
  attempt.judge = end.outcome
  attempt.judgedOnto = onto
  attempt.accepted = end.outcome.kind === 'accepted' ? end.outcome : null
  attempt.ci = null
  attempt.audit = null
}

function keepCi(view: RunView, phase: string, baseline: string, end: Extract<End, { kind: 'ci' }>): void {
  const attempt = currentAttempt(view, phase)
  if (end.outcome.kind === 'judged') {
    attempt.ci = end.outcome
    tierOf(view, phaseOf(view, phase).slice.tier).ciRuns += 1
  } else {
    attempt.remeasured = true
    delete view.baselines[baseline]
  }
}

/** Auditing a judged change once more because the branch has moved under it is not another round. */
function keepAudit(view: RunView, phase: string, end: Extract<End, { kind: 'audit' }>): void {
  const attempt = currentAttempt(view, phase)
  attempt.audit = end.outcome
  if (end.outcome.kind === 'postponed') return
  const change = attempt.accepted?.digest ?? null
  if (attempt.auditedChange === null || attempt.auditedChange !== change) phaseOf(view, phase).auditRounds += 1
  if (end.outcome.kind === 'audited') attempt.auditedChange = change
}

function keepSnapshot(view: RunView, phaseId: string, base: string, commit: string, end: Extract<End, { kind: 'snapshot' }>): void {
  if (end.outcome.kind !== 'kept') {
    const attempt = currentAttempt(view, phaseId)
    if (end.outcome.kind === 'obstructed') attempt.obstacle = end.outcome.message
    else attempt.displaced = end.outcome.found ?? 'nowhere'
    return
  }
  const phase = phaseOf(view, phaseId)
  phase.commit = commit
  phase.receipt = end.outcome.receipt
  phase.snapshotBase = base
  view.head = commit
  view.branchExists = true
}

function keepOutcome(view: RunView, start: Start, end: End, event: JournalEvent): void {
  const phase = start.phase
  if (end.kind === 'setup' && start.kind === 'setup') view.setups[start.input.key] = end.outcome
  if (end.kind === 'baseline' && start.kind === 'baseline') view.baselines[start.input.key] = end.outcome
  if (end.kind === 'rollback' && start.kind === 'rollback' && end.outcome.kind === 'rolled-back') {
    view.head = start.input.to
    for (const removed of start.input.phases) phaseOf(view, removed).rolledBack = true
  }
  if (end.kind === 'promote' && start.kind === 'promote' && end.outcome.kind === 'promoted') {
    view.promotions.push({ ...start.input, at: event.at })
  }
  if (phase === null) return
  if (end.kind === 'build') keepBuild(view, phase, end)
  if (end.kind === 'judge' && start.kind === 'judge') keepJudgement(view, phase, start.input.onto, end)
  if (end.kind === 'ci' && start.kind === 'ci') keepCi(view, phase, start.input.baseline, end)
  if (end.kind === 'audit') keepAudit(view, phase, end)
  if (end.kind === 'snapshot' && start.kind === 'snapshot') keepSnapshot(view, phase, start.input.base, start.input.commit, end)
}

/** Intents and outcomes. */
export const foldEffects: Folders<'effect-start' | 'effect-end'> = {
  'effect-start': (view, data) => {
    view.openEffect = data
    view.effectCount += 1
  },
  'effect-end': (view, data, event) => {
    const start = startOf(view, data)
    chargeTime(view, start, data.durationMs)
    keepOutcome(view, start, data, event)
    view.openEffect = null
  },
}
