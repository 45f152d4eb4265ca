import type { Hint, NewEvent } from '@autopack/contracts'
import { openAttempt } from '../../view/lookup.ts'
import type { AttemptView, PhaseView, RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append, perform } from '../command.ts'
import { endRun } from '../end-run.ts'
import { currentPhase } from '../selection.ts'
import { phaseStep, runStep } from '../steps.ts'

/** SNAPSHOT_CREATED: branch and tag move, then the phase is complete. */
export function keepSnapshot(view: RunView): Command | null {
  const phase = currentPhase(view)
  if (view.state !== 'SNAPSHOT_CREATED' || phase === null) return null
  const attempt = openAttempt(phase)
  if (attempt === null || attempt.accepted === null) return null
  if (attempt.displaced !== null) {
    return endRun(view, 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', `${view.created.branch} was moved by someone else to ${attempt.displaced}; nothing was overwritten`)
  }
  if (attempt.obstacle !== null) return { kind: 'park', wait: 'ref', until: null, message: attempt.obstacle }
  if (phase.commit === attempt.accepted.commit) return complete(view, phase, attempt)
  return perform({
    kind: 'snapshot',
    phase: phase.slice.id,
    attempt: attempt.number,
    input: { base: view.head, commit: attempt.accepted.commit, branch: view.created.branch, tag: `${view.created.branch}/${phase.slice.id}` },
  })
}

function complete(view: RunView, phase: PhaseView, attempt: AttemptView): Command {
  const ended: NewEvent = { type: 'attempt-end', data: { phase: phase.slice.id, attempt: attempt.number, failure: null } }
  return append(ended, ...issuesOf(phase, attempt), ...lessonOf(phase, attempt), phaseStep(phase, 'COMPLETE'), runStep(view, 'PHASE_QUEUEING'))
}

/** What was found wrong and kept all the same counts against the tier's and the run's tolerance. */
function issuesOf(phase: PhaseView, attempt: AttemptView): NewEvent[] {
  const id = phase.slice.id
  const findings = attempt.audit?.kind === 'audited' ? attempt.audit.findings : []
  const audited = findings.map((finding): NewEvent => ({
    type: 'issue-record',
    data: { phase: id, severity: finding.severity, source: 'audit', category: finding.category, message: finding.message, path: finding.file },
  }))
  const lost = (attempt.ci?.verdict.lostTests ?? []).map((test): NewEvent => ({
    type: 'issue-record',
    data: { phase: id, severity: 'minor', source: 'ci', category: 'lost-test', message: `a test of the baseline is gone or skipped: ${test}`, path: null },
  }))
  return [...audited, ...lost]
}

/** A phase that failed and then passed has resolved something that others of its kind may meet. */
function lessonOf(phase: PhaseView, attempt: AttemptView): NewEvent[] {
  const failure = phase.attempts.at(-2)?.failure
  if (failure === null || failure === undefined) return []
  const { id, category, scope } = phase.slice
  const hint: Hint = { phase: id, attempt: attempt.number, category, scope, text: `Phase ${id} first failed (${failure.kind}) and then passed: ${failure.message}`, source: 'resolved' }
  return [{ type: 'hint-record', data: { hint } }]
}
