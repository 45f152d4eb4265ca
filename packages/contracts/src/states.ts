/** The run's states, in the order a healthy run meets them; the table of transitions is in `@autopack/state-machines`. */
export const runStates = [
  'RUN_CREATED',
  'PHASE_QUEUEING',
  'PHASE_EXECUTION',
  'CI_RUNNING',
  'GATE',
  'SNAPSHOT_CREATED',
  'DONE_SUCCESS',
  'DONE_FAILED_BUDGET_EXHAUSTED',
  'DONE_FAILED_POLICY_VIOLATION',
  'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
  'DONE_FAILED_ENVIRONMENT',
] as const
export type RunState = (typeof runStates)[number]

export const tierStates = ['PENDING', 'IN_PROGRESS', 'COMPLETE', 'FAILED', 'SKIPPED'] as const
export type TierState = (typeof tierStates)[number]

export const phaseStates = ['QUEUED', 'EXECUTING', 'CI_RUNNING', 'GATE', 'COMPLETE', 'FAILED', 'SKIPPED'] as const
export type PhaseState = (typeof phaseStates)[number]
