import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { probeIsolation, type Isolation } from '../src/index.ts'

export interface TestedLevel {
  readonly level: 1 | 3 | 4
  readonly isolation: Isolation
}

export interface TestedLevels {
  readonly levels: readonly TestedLevel[]
  /** What this host cannot give, with the reason, for the names of tests; empty where it gives all. */
  readonly missing: string
}

const path = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']

/** Every level this host gives: process control alone, bubblewrap without a filter of system calls, and with one. There is no level 2. */
export async function levelsOf(temporary: string): Promise<TestedLevels> {
  const host = { platform: 'linux', temporary } as const
  const weak = { level: 1, isolation: await probeIsolation({ ...host, path: [withoutBubblewrap(temporary)] }) } as const
  const isolation = await probeIsolation({ ...host, path })
  const { containment, degradedBecause } = isolation
  if (containment.kind !== 'bubblewrap') return { levels: [weak], missing: ` (LEVELS 3 AND 4 NOT TESTED on this host: ${degradedBecause.join(' ')})` }
  const unfiltered = { level: 3, isolation: { containment: { ...containment, filter: null }, degradedBecause: ['tested'] } } as const
  if (containment.filter === null) return { levels: [weak, unfiltered], missing: ` (LEVEL 4 NOT TESTED on this host: ${degradedBecause.join(' ')})` }
  return { levels: [weak, unfiltered, { level: 4, isolation }], missing: '' }
}

/** A folder of all the probe looks for, bubblewrap aside. */
function withoutBubblewrap(temporary: string): string {
  const folder = realpathSync(mkdtempSync(join(temporary, 'levels-')))
  mkdirSync(join(folder, 'bin'))
  for (const name of ['unshare', 'timeout', 'setpriv', 'grep']) symlinkSync(join('/usr/bin', name), join(folder, 'bin', name))
  return join(folder, 'bin')
}
