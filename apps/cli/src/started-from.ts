import { fileURLToPath } from 'node:url'
import type { Environment } from './shell.ts'
import { bundled } from './version.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** Where the user stands. A script of Autopack's own checkout is run by npm in that checkout, whatever folder it was called from. */
export function startedFrom(cwd: string, { npm_lifecycle_event: script, INIT_CWD: caller }: Environment): string {
  return !bundled && cwd === checkout && script !== undefined && caller !== undefined ? caller : cwd
}
