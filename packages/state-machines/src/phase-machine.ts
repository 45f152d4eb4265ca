import type { PhaseState } from '@autopack/contracts'
import type { Machine } from './machine.ts'

export const phaseMachine: Machine<PhaseState> = {
  name: 'phase',
  initial: 'QUEUED',
  terminal: ['COMPLETE', 'FAILED', 'SKIPPED'],
  transitions: {
    QUEUED: { EXECUTING: 'an attempt begins', SKIPPED: 'what it depends on did not complete' },
    EXECUTING: {
      CI_RUNNING: 'the change was accepted',
      QUEUED: 'interrupted before it proposed a change',
      FAILED: 'no attempt is left',
    },
    CI_RUNNING: { GATE: 'CI is green', EXECUTING: 'CI is red', FAILED: 'no attempt is left' },
    GATE: {
      COMPLETE: 'the snapshot is kept',
      EXECUTING: 'the change was rejected',
      CI_RUNNING: 'the branch moved while it was parked',
      FAILED: 'no attempt is left',
    },
    COMPLETE: {},
    FAILED: {},
    SKIPPED: {},
  },
}
