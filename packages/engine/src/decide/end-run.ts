import type { NewEvent, RunState } from '@autopack/contracts'
import { isTerminal, phaseMachine, tierMachine } from '@autopack/state-machines'
import type { RunView } from '../view/run-view.ts'
import type { Command } from './command.ts'
import { append } from './command.ts'
import { openAttempt } from '../view/lookup.ts'
import { phaseStep, runStep, tierStep } from './steps.ts'

/** Ends the run now: what has begun fails, what has not is skipped. */
export function endRun(view: RunView, state: RunState, reason: string): Command {
  return append(...settleApprovals(view, reason), ...settlePhases(view, reason), ...settleTiers(view, reason), runStep(view, state, reason))
}

function settlePhases(view: RunView, reason: string): NewEvent[] {
  return Object.values(view.phases).flatMap((phase): NewEvent[] => {
    if (isTerminal(phaseMachine, phase.state)) return []
    const attempt = openAttempt(phase)
    const end: NewEvent[] =
      attempt === null
        ? []
        : [{ type: 'attempt-end', data: { phase: phase.slice.id, attempt: attempt.number, failure: { kind: 'infrastructure', message: `the run ended: ${reason}` } } }]
    return [...end, phaseStep(phase, phase.state === 'QUEUED' ? 'SKIPPED' : 'FAILED', reason)]
  })
}

/** Nobody is asked any more. */
function settleApprovals(view: RunView, reason: string): NewEvent[] {
  return Object.values(view.approvals)
    .filter(({ decision }) => decision === null)
    .map(({ request }) => ({ type: 'approval-decide', data: { approval: request.id, decision: 'void', by: 'autopack', note: `the run ended: ${reason}` } }))
}

function settleTiers(view: RunView, reason: string): NewEvent[] {
  return view.tiers
    .filter((tier) => !isTerminal(tierMachine, tier.state))
    .map((tier) => tierStep(tier, tier.state === 'PENDING' ? 'SKIPPED' : 'FAILED', reason))
}
