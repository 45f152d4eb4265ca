import type { RunState } from '@autopack/contracts'
import type { EndCause, Preparation, RunStop } from '@autopack/core'

/** Every exit code there is; docs/cli.md prints this table. */
export const exitCodes = {
  0: 'done',
  1: 'failed, or a person must look',
  2: 'wrong usage, plan or configuration',
  3: 'waiting for an approval or for somebody’s answer',
  4: 'a provider does not accept the credentials, or their account has nothing left',
  5: 'a budget is used up',
  6: 'policy refuses it',
  7: 'waiting for a quota',
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

const ofCause: Readonly<Record<EndCause, ExitCode>> = { cancelled: 130, authentication: 4 }

const ofWait = { approval: 3, result: 3, quota: 7, pause: 130, ref: 75 } as const

const ofRefusal = { invalid: 2, policy: 6, environment: 75 } as const

/** What the process says about how a run stopped. */
export function exitCodeOfStop(stop: RunStop): ExitCode {
  switch (stop.kind) {
    case 'ended':
      return stop.cause === undefined ? ofState[stop.state] : ofCause[stop.cause]
    case 'waiting':
      return ofWait[stop.for]
    case 'stopped':
      return 130
    case 'busy':
    case 'fenced':
      return 75
  }
}

/** What concerns the machine and so every run comes first, then what somebody has to look at, then what waits. */
const worstFirst: readonly ExitCode[] = [75, 2, 4, 1, 6, 5, 130, 3, 7]

/** What the process says about several runs: as the worst of them, 0 for none. */
export function exitCodeOfRuns(codes: readonly ExitCode[]): ExitCode {
  return worstFirst.find((code) => codes.includes(code)) ?? 0
}

/** What the process says about a plan that was refused before a run was made of it. */
export function exitCodeOfRefusal(because: Extract<Preparation, { readonly kind: 'refused' }>['because']): ExitCode {
  return ofRefusal[because]
}

/** Every code an error may carry. Those with 1 are faults of the program itself. */
const ofError: Readonly<Record<string, ExitCode>> = {
  AUTOPACK_USAGE: 2,
  AUTOPACK_FLAG_INVALID: 2,
  AUTOPACK_CONFIGURATION_INVALID: 2,
  AUTOPACK_POLICY_INCOMPLETE: 2,
  AUTOPACK_APPROVAL_UNKNOWN: 2,
  AUTOPACK_RUN_UNKNOWN: 2,
  AUTOPACK_RUN_EXISTS: 2,
  AUTOPACK_RUN_NAME_INVALID: 2,
  AUTOPACK_RETRY_REFUSED: 2,
  AUTOPACK_REF_FORBIDDEN: 2,
  AUTOPACK_CREDENTIAL_UNREADABLE: 4,
  AUTOPACK_DISK_FULL: 75,
  AUTOPACK_FENCED: 75,
  AUTOPACK_GIT_FAILED: 75,
  AUTOPACK_GIT_MISSING: 75,
  AUTOPACK_GIT_TOO_OLD: 75,
  AUTOPACK_JOURNAL_CONFLICT: 75,
  AUTOPACK_JOURNAL_CORRUPT: 75,
  AUTOPACK_ARTIFACT_MISSING: 75,
  AUTOPACK_NODE_TOO_OLD: 75,
  AUTOPACK_NOT_A_REPOSITORY: 75,
  AUTOPACK_OUTPUT_LOST: 75,
  AUTOPACK_PLATFORM_UNSUPPORTED: 75,
  AUTOPACK_PROCESS_SURVIVES: 75,
  AUTOPACK_PROVIDER_NOT_INSTALLED: 75,
  AUTOPACK_REPOSITORY_BARE: 75,
  AUTOPACK_REPOSITORY_LOCKED: 75,
  AUTOPACK_RUN_BUSY: 75,
  AUTOPACK_SPAWN_FAILED: 75,
  AUTOPACK_STATE_OF_ANOTHER_REPOSITORY: 75,
  AUTOPACK_STORE_BUSY: 75,
  AUTOPACK_STORE_CORRUPT: 75,
  AUTOPACK_STORE_FULL: 75,
  AUTOPACK_STORE_NETWORK_DISK: 75,
  AUTOPACK_STORE_NEWER: 75,
  AUTOPACK_STORE_READ_ONLY: 75,
  AUTOPACK_STORE_UNAVAILABLE: 75,
  AUTOPACK_WORKSPACE_COPY_FAILED: 75,
  AUTOPACK_WORKSPACE_COPY_MISSING: 2,
  AUTOPACK_WORKSPACE_LEFT: 75,
  AUTOPACK_WORKSPACE_LINK: 2,
  AUTOPACK_WORKSPACE_VIRTUALENV: 2,
  AUTOPACK_WORKSPACE_LOCATION: 75,
  AUTOPACK_WORKSPACE_UNTRACKABLE: 75,
  AUTOPACK_AI_SDK_VERSION: 1,
  AUTOPACK_BUILDER_MISMATCH: 1,
  AUTOPACK_BUILDER_MISSING: 1,
  AUTOPACK_DEMO_FAILED: 1,
  AUTOPACK_CHANGE_NOT_REPRODUCED: 1,
  AUTOPACK_ILLEGAL_TRANSITION: 1,
  AUTOPACK_LEDGER_MISUSE: 1,
  AUTOPACK_LEDGER_OPERATION_UNKNOWN: 1,
  AUTOPACK_PLAN_UNCHECKED: 1,
  AUTOPACK_RUN_STUCK: 1,
  AUTOPACK_WORKSPACE_NAME: 1,
}

/** Every code an Autopack error may carry. */
export const errorCodes: readonly string[] = Object.keys(ofError)

/** What the process says about an error that ended a command. */
export function exitCodeOfError(code: string): ExitCode {
  return ofError[code] ?? 1
}
