import type { AttemptFailure, NewEvent } from '@autopack/contracts'
import { openAttempt } from '../view/lookup.ts'
import type { PhaseView, RunView } from '../view/run-view.ts'
import type { Command } from './command.ts'
import { append } from './command.ts'
import { countsAsAttempt, failedAttempts } from './selection.ts'
import { phaseStep, runStep } from './steps.ts'

/** What no further attempt can mend: the phase ends with it. */
const final: ReadonlySet<AttemptFailure['kind']> = new Set(['approval_rejected', 'blocked', 'timeout', 'budget', 'authentication', 'no_model', 'infrastructure'])

/** Failures that say something the next attempt can use. */
const teaching: ReadonlySet<AttemptFailure['kind']> = new Set(['builder_error', 'format', 'no_change', 'guardrail', 'ci_fail', 'auditor_reject', 'conflict'])

/** Ends the open attempt and either goes back for another or fails the phase. */
export function failAttempt(view: RunView, phase: PhaseView, failure: AttemptFailure): Command {
  const attempt = openAttempt(phase)
  if (attempt === null) return append(...failPhase(view, phase, failure.message))
  const ended: NewEvent = { type: 'attempt-end', data: { phase: phase.slice.id, attempt: attempt.number, failure } }
  const used = failedAttempts(phase) + (countsAsAttempt(failure.kind) ? 1 : 0)
  const hints = hintOf(phase, attempt.number, failure)
  if (final.has(failure.kind)) return append(ended, ...failPhase(view, phase, failure.message))
  if (used >= phase.slice.caps.attempts) {
    return append(ended, ...hints, ...failPhase(view, phase, `${used} of ${phase.slice.caps.attempts} attempts failed; the last: ${failure.message}`))
  }
  return append(ended, ...hints, ...backToExecution(view, phase))
}

function hintOf(phase: PhaseView, attempt: number, failure: AttemptFailure): NewEvent[] {
  if (!teaching.has(failure.kind)) return []
  const { id, category, scope } = phase.slice
  const text = `Attempt ${attempt} failed (${failure.kind}): ${failure.message}`
  return [{ type: 'hint-record', data: { hint: { phase: id, attempt, category, scope, text, source: 'attempt' } } }]
}

function backToExecution(view: RunView, phase: PhaseView): NewEvent[] {
  const phaseBack = phase.state === 'EXECUTING' ? [] : [phaseStep(phase, 'EXECUTING')]
  const runBack = view.state === 'PHASE_EXECUTION' ? [] : [runStep(view, 'PHASE_EXECUTION')]
  return [...phaseBack, ...runBack]
}

function failPhase(view: RunView, phase: PhaseView, reason: string): NewEvent[] {
  const runBack = view.state === 'PHASE_QUEUEING' ? [] : [runStep(view, 'PHASE_QUEUEING')]
  return [phaseStep(phase, 'FAILED', reason), ...runBack]
}
