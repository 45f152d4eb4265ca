import type { RunState } from '@autopack/contracts'
import type { Machine } from './machine.ts'

const failures: Readonly<Partial<Record<RunState, string>>> = {
  DONE_FAILED_BUDGET_EXHAUSTED: 'a cap of the run was reached',
  DONE_FAILED_POLICY_VIOLATION: 'policy refuses what is left',
  DONE_FAILED_REQUIRES_HUMAN_REVIEW: 'a person must look, or cancelled the run',
  DONE_FAILED_ENVIRONMENT: 'the machine or a provider cannot go on',
}

export const runMachine: Machine<RunState> = {
  name: 'run',
  initial: 'RUN_CREATED',
  terminal: [
    'DONE_SUCCESS',
    'DONE_FAILED_BUDGET_EXHAUSTED',
    'DONE_FAILED_POLICY_VIOLATION',
    'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
    'DONE_FAILED_ENVIRONMENT',
  ],
  transitions: {
    RUN_CREATED: { PHASE_QUEUEING: 'execution begins', ...failures },
    PHASE_QUEUEING: {
      PHASE_EXECUTION: 'a phase was chosen',
      GATE: 'a parked phase was decided',
      DONE_SUCCESS: 'nothing is left to execute',
      ...failures,
    },
    PHASE_EXECUTION: {
      CI_RUNNING: 'a change was accepted',
      PHASE_QUEUEING: 'the phase ended or was interrupted',
      ...failures,
    },
    CI_RUNNING: {
      GATE: 'CI is green',
      PHASE_EXECUTION: 'CI is red and an attempt is left',
      PHASE_QUEUEING: 'the phase ended',
      ...failures,
    },
    GATE: {
      SNAPSHOT_CREATED: 'the gate passed',
      PHASE_EXECUTION: 'the change was rejected and an attempt is left',
      CI_RUNNING: 'the branch moved while the phase was parked',
      PHASE_QUEUEING: 'the phase was parked or ended',
      ...failures,
    },
    SNAPSHOT_CREATED: { PHASE_QUEUEING: 'the phase is kept', ...failures },
    DONE_SUCCESS: {},
    DONE_FAILED_BUDGET_EXHAUSTED: {},
    DONE_FAILED_POLICY_VIOLATION: {},
    DONE_FAILED_REQUIRES_HUMAN_REVIEW: {},
    DONE_FAILED_ENVIRONMENT: {},
  },
}
