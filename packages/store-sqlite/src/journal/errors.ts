import { AutopackError } from '@autopack/contracts'

export function runUnknown(run: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_RUN_UNKNOWN', message: `There is no run ${run} in this repository. List the runs with \`autopack runs\`.`, details: { run } })
}

export function fenced(run: string, epoch: number, current: number): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_FENCED',
    message: `Run ${run} is no longer this process's: its lease (epoch ${epoch}) was given up or taken over (epoch ${current}). Stop all work on it; nothing was written.`,
    details: { run, epoch, current },
  })
}

export function conflict(run: string, expected: number, found: number): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_JOURNAL_CONFLICT',
    message: `Run ${run} has ${found} events, not ${expected}; nothing was written. Read the journal again before deciding.`,
    details: { run, expected, found },
  })
}

export function journalCorrupt(run: string, seq: number, cause?: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_JOURNAL_CORRUPT',
    message: `The journal of run ${run} is damaged or was changed at event ${seq}; the events before it are intact. Restore the store from a backup, or start the run anew with \`autopack retry ${run}\`.`,
    details: { run, seq },
    cause,
  })
}
