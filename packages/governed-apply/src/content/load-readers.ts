import { findSecrets } from '../secrets/find-secrets.ts'
import { scriptErrors } from '../syntax/script-errors.ts'

const sample = 'export const greeting = "hello"\n'

/** Has what reads most files read one, so that it is loaded and has run when a change comes. */
export function loadReaders(): void {
  Promise.all([scriptErrors(sample, 'ts'), findSecrets('sample.ts', sample)]).catch(() => undefined)
}
