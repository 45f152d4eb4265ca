import { AutopackError } from '@autopack/contracts'

export function runUnknown(run: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_RUN_UNKNOWN', message: `There is no run ${run}. Create it first.`, details: { run } })
}

export function runNameInvalid(run: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_RUN_NAME_INVALID', message: `${JSON.stringify(run)} cannot name a run. Use lower-case letters, digits and dashes.`, details: { run } })
}

export function fenced(run: string, epoch: number): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_FENCED', message: `Epoch ${epoch} no longer owns run ${run}. Stop working on it.`, details: { run, epoch } })
}

export function conflict(run: string, expected: number, found: number): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_JOURNAL_CONFLICT', message: `Run ${run} has ${found} events, not ${expected}. Read it again.`, details: { run, expected, found } })
}
