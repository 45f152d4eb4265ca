import type { TierState } from '@autopack/contracts'
import type { Machine } from './machine.ts'

export const tierMachine: Machine<TierState> = {
  name: 'tier',
  initial: 'PENDING',
  terminal: ['COMPLETE', 'FAILED', 'SKIPPED'],
  transitions: {
    PENDING: { IN_PROGRESS: 'its first phase was chosen', SKIPPED: 'an earlier tier failed or the run ended' },
    IN_PROGRESS: { COMPLETE: 'every phase is complete', FAILED: 'a phase failed, or the run ended' },
    COMPLETE: {},
    FAILED: {},
    SKIPPED: {},
  },
}
