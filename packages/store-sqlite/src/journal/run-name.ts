import { AutopackError, runNamePattern } from '@autopack/contracts'

/** Throws `AUTOPACK_RUN_NAME_INVALID`. */
export function checkRunName(run: string): void {
  if (runNamePattern.test(run)) return
  throw new AutopackError({
    code: 'AUTOPACK_RUN_NAME_INVALID',
    message: `${JSON.stringify(run.slice(0, 80))} cannot name a run. Use 1 to 40 lower-case letters, digits and dashes, with no dash at either end.`,
    details: { run: run.slice(0, 80) },
  })
}
