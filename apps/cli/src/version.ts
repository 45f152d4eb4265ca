import { readFileSync } from 'node:fs'

/** Written into the bundle by build.mjs. */
declare const AUTOPACK_VERSION: string | undefined

/** Whether this runs from the bundle rather than from sources. */
export const bundled: boolean = typeof AUTOPACK_VERSION === 'string'

export function version(): string {
  if (typeof AUTOPACK_VERSION === 'string') return AUTOPACK_VERSION
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}
