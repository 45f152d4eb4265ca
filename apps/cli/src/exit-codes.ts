import type { RunState } from '@autopack/contracts'
import type { Preparation, RunStop } from '@autopack/core'

/** Every exit code there is; docs/cli.md prints this table. */
export const exitCodes = {
  0: 'done',
  1: 'failed, or a person must look',
  2: 'wrong usage, plan or configuration',
  3: 'waiting for an approval or for somebody’s answer',
  4: 'a provider does not accept the credentials',
  5: 'a budget is used up',
  6: 'policy refuses it',
  75: 'the machine, the repository or the store cannot serve; try again when that is mended',
  130: 'interrupted, paused or cancelled',
} as const

export type ExitCode = keyof typeof exitCodes

const ofState: Readonly<Record<RunState, ExitCode>> = {
  RUN_CREATED: 130,
  PHASE_QUEUEING: 130,
  PHASE_EXECUTION: 130,
  CI_RUNNING: 130,
  GATE: 130,
  SNAPSHOT_CREATED: 130,
  DONE_SUCCESS: 0,
  DONE_FAILED_BUDGET_EXHAUSTED: 5,
  DONE_FAILED_POLICY_VIOLATION: 6,
  DONE_FAILED_REQUIRES_HUMAN_REVIEW: 1,
  DONE_FAILED_ENVIRONMENT: 75,
}

const ofWait = { approval: 3, result: 3, pause: 130 } as const

const ofRefusal = { invalid: 2, policy: 6, environment: 75 } as const

/** What the process says about how a run stopped. */
export function exitCodeOfStop(stop: RunStop): ExitCode {
  switch (stop.kind) {
    case 'ended':
      return exitCodeOfEnd(stop.state, stop.reason)
    case 'waiting':
      return ofWait[stop.for]
    case 'stopped':
      return 130
    case 'busy':
    case 'fenced':
      return 75
  }
}

function exitCodeOfEnd(state: RunState, reason: string | null): ExitCode {
  if (state === 'DONE_FAILED_ENVIRONMENT' && reason?.startsWith('authentication') === true) return 4
  if (state === 'DONE_FAILED_REQUIRES_HUMAN_REVIEW' && reason?.startsWith('cancelled') === true) return 130
  return ofState[state]
}

/** What the process says about a plan that was refused before a run was made of it. */
export function exitCodeOfRefusal(because: Extract<Preparation, { readonly kind: 'refused' }>['because']): ExitCode {
  return ofRefusal[because]
}

/** Codes of errors that say how the process ends; every other one ends it with 1. */
const ofError: Readonly<Record<string, ExitCode>> = {
  AUTOPACK_USAGE: 2,
}

/** What the process says about an error that ended a command. */
export function exitCodeOfError(code: string): ExitCode {
  return ofError[code] ?? 1
}
