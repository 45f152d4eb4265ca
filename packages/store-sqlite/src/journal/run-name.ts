import { AutopackError } from '@autopack/contracts'

const pattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/** A run's name is also a file name and a part of git refs. Throws `AUTOPACK_RUN_NAME_INVALID`. */
export function checkRunName(run: string): void {
  if (pattern.test(run)) return
  throw new AutopackError({
    code: 'AUTOPACK_RUN_NAME_INVALID',
    message: `${JSON.stringify(run.slice(0, 80))} cannot name a run. Use 1 to 40 lower-case letters, digits and dashes, with no dash at either end.`,
    details: { run: run.slice(0, 80) },
  })
}
