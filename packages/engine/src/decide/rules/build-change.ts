import type { ChangeReason, Hint } from '@autopack/contracts'
import { lastAttempt, openAttempt } from '../../view/lookup.ts'
import type { AttemptView, PhaseView, RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append, perform } from '../command.ts'
import { failAttempt } from '../fail-attempt.ts'
import { judgeChange } from '../judge-change.ts'
import { currentPhase, failedAttempts } from '../selection.ts'
import { phaseStep, runStep } from '../steps.ts'
import { timeOfPhase } from '../time-left.ts'
import { waitForQuota } from '../wait-for-quota.ts'

const mostHints = 5
/** A build that keeps killing its process is the environment's problem, not the builder's. */
const mostInterruptions = 5

/** EXECUTING: start an attempt, build, judge. */
export function buildChange(view: RunView): Command | null {
  const phase = currentPhase(view)
  if (view.state !== 'PHASE_EXECUTION' || phase?.state !== 'EXECUTING') return null
  const attempt = openAttempt(phase)
  if (attempt === null) return startAttempt(view, phase)
  if (attempt.build === null) return build(view, phase, attempt)
  if (attempt.build.kind === 'failed') return failAttempt(view, phase, { kind: attempt.build.failure === 'quota' ? 'infrastructure' : attempt.build.failure, message: attempt.build.message })
  if (attempt.build.kind === 'postponed') return append(...waitForQuota(view, phase, attempt.build))
  if (attempt.build.kind === 'waiting') return waitForResult(view, phase, attempt.build.message)
  if (attempt.judge === null) return judgeChange(view, phase, attempt.build)
  return actOnJudgement(view, phase, attempt)
}

function build(view: RunView, phase: PhaseView, attempt: AttemptView): Command {
  if (attempt.interruptions >= mostInterruptions) {
    return failAttempt(view, phase, { kind: 'infrastructure', message: `the process died ${attempt.interruptions} times while this attempt was built` })
  }
  return perform({ kind: 'build', phase: phase.slice.id, attempt: attempt.number, input: { base: view.head, timeoutMs: timeOfPhase(view, phase) } })
}

function startAttempt(view: RunView, phase: PhaseView): Command {
  const hints = hintsFor(view, phase)
  const previous = lastAttempt(phase)
  const number = (previous?.number ?? 0) + 1
  return append({ type: 'attempt-start', data: { phase: phase.slice.id, attempt: number, hints, difference: previous === null ? null : differenceTo(view, phase, previous, hints) } })
}

/** The latest first: this phase's failed attempts, then lessons of others of its category or touching its scope. */
function hintsFor(view: RunView, phase: PhaseView): Hint[] {
  const { id, category, scope } = phase.slice
  const relevant = view.hints.filter((hint) => {
    if (hint.source === 'attempt') return hint.phase === id
    return hint.category === category || hint.scope.some((glob) => scope.includes(glob))
  })
  return relevant.toReversed().slice(0, mostHints)
}

function differenceTo(view: RunView, phase: PhaseView, previous: AttemptView, hints: readonly Hint[]): string {
  const latest = hints.find((hint) => hint.phase === phase.slice.id && hint.attempt === previous.number)
  const branch = previous.judgedOnto === null || previous.judgedOnto === view.head ? null : `the branch is at ${view.head.slice(0, 12)} now`
  const escalation = `${failedAttempts(phase)} failed attempts for the route`
  return [branch, latest === undefined ? null : `hint: ${latest.text}`, escalation].filter((part) => part !== null).join('; ')
}

function waitForResult(view: RunView, phase: PhaseView, message: string): Command {
  return append({ type: 'wait-start', data: { phase: phase.slice.id, kind: 'result', until: null, message } }, runStep(view, 'PHASE_QUEUEING'))
}

/** What the next attempt can do comes first; what only a person can is said as such. */
function refusalOf({ message, remedy }: ChangeReason): string {
  return remedy === null ? message : `${message}; a person may instead ${remedy}`
}

function actOnJudgement(view: RunView, phase: PhaseView, attempt: AttemptView): Command {
  const judgement = attempt.judge
  switch (judgement?.kind) {
    case 'accepted':
      return append(phaseStep(phase, 'CI_RUNNING'), runStep(view, 'CI_RUNNING'))
    case 'rejected':
      return failAttempt(view, phase, { kind: 'guardrail', message: judgement.reasons.map(refusalOf).join('\n') })
    case 'conflict':
      return failAttempt(view, phase, { kind: 'conflict', message: `the branch moved and changed the same paths: ${judgement.paths.join(', ')}` })
    default:
      return failAttempt(view, phase, { kind: 'no_change', message: 'the builder finished without changing anything' })
  }
}
