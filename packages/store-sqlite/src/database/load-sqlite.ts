import type { DatabaseSync } from 'node:sqlite'
import { AutopackError } from '@autopack/contracts'

/** Node's SQLite, loaded on first use so that importing this package on an old Node does no harm. Throws `AUTOPACK_NODE_TOO_OLD`. */
export async function loadSqlite(load: () => Promise<typeof import('node:sqlite')> = () => import('node:sqlite')): Promise<typeof DatabaseSync> {
  const sqlite = await load().catch((cause: unknown) => {
    throw tooOld(cause)
  })
  const probe = new sqlite.DatabaseSync(':memory:')
  const usable = 'isTransaction' in probe
  probe.close()
  if (!usable) throw tooOld()
  return sqlite.DatabaseSync
}

function tooOld(cause?: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_NODE_TOO_OLD',
    message: `The store needs Node 22.16 or newer (24 is recommended); this is ${process.version}. Install it from https://nodejs.org, or run through \`npx\` in a project that brings it.`,
    details: { found: process.version, needed: '22.16.0' },
    cause,
  })
}
