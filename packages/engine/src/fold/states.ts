import { isTerminal, phaseMachine, runMachine, tierMachine, transition } from '@autopack/state-machines'
import { currentAttempt, phaseOf, tierOf } from '../view/lookup.ts'
import type { Folders } from './folder.ts'

/** Adoption, states and attempts. */
export const foldStates: Folders<'run-adopt' | 'engine-change' | 'run-state' | 'tier-state' | 'phase-state' | 'attempt-start' | 'attempt-end' | 'run-cancel'> = {
  'run-adopt': (view, data, event) => {
    view.epoch = data.epoch
    view.adoptions.push(event.at)
    // whoever takes the run up looks again
    for (const phase of Object.values(view.phases)) for (const attempt of phase.attempts) attempt.obstacle = null
  },
  'engine-change': (view, data) => {
    view.engineVersion = data.to
  },
  'run-state': (view, data, event) => {
    view.state = transition(runMachine, view.state, data.to)
    view.reason = data.reason
    if (!isTerminal(runMachine, view.state)) return
    view.endedAt = event.at
    view.openEffect = null
    view.waiting = null
  },
  'tier-state': (view, data) => {
    const tier = tierOf(view, data.tier)
    tier.state = transition(tierMachine, tier.state, data.to)
    tier.reason = data.reason
  },
  'phase-state': (view, data, event) => {
    const phase = phaseOf(view, data.phase)
    phase.state = transition(phaseMachine, phase.state, data.to)
    phase.reason = data.reason
    if (phase.startedAt === null && data.to === 'EXECUTING') phase.startedAt = event.at
    if (isTerminal(phaseMachine, phase.state)) {
      phase.endedAt = event.at
      phase.waiting = null
    }
  },
  'attempt-start': (view, data, event) => {
    phaseOf(view, data.phase).attempts.push({
      number: data.attempt,
      startedAt: event.at,
      hints: data.hints,
      difference: data.difference,
      interruptions: 0,
      build: null,
      judge: null,
      judgedOnto: null,
      accepted: null,
      ci: null,
      remeasured: false,
      audit: null,
      auditedChange: null,
      displaced: null,
      obstacle: null,
      ended: false,
      failure: null,
    })
  },
  'attempt-end': (view, data) => {
    const attempt = currentAttempt(view, data.phase)
    attempt.ended = true
    attempt.failure = data.failure
  },
  'run-cancel': (view, data) => {
    view.cancelled = data
  },
}
