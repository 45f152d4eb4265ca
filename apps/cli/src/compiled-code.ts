import * as module from 'node:module'
import { join } from 'node:path'
import type { Environment } from './shell.ts'

/** Lets Node keep what it compiles of the bundle in the user's cache, so that the next command starts sooner. Where there is no cache, nothing is kept. */
export function keepCompiledCode({ XDG_CACHE_HOME, HOME }: Environment): void {
  const cache = XDG_CACHE_HOME ?? (HOME === undefined ? undefined : join(HOME, '.cache'))
  if (cache === undefined) return
  module.enableCompileCache(join(cache, 'autopack', 'compiled'))
  // Node does so only where nobody calls process.exit()
  process.once('exit', () => module.flushCompileCache())
}
