import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { probeIsolation, type Isolation, type ProbeHost } from '../src/index.ts'

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
  const weak = { level: 1, isolation: await withoutBubblewrap(host) } as const
  const isolation = await probeIsolation({ ...host, path })
  const { containment, degradedBecause } = isolation
  if (containment.kind !== 'bubblewrap') return { levels: [weak], missing: ` (LEVELS 3 AND 4 NOT TESTED on this host: ${degradedBecause.join(' ')})` }
  const unfiltered = { level: 3, isolation: { containment: { ...containment, filter: null }, degradedBecause: ['tested'] } } as const
  if (containment.filter === null) return { levels: [weak, unfiltered], missing: ` (LEVEL 4 NOT TESTED on this host: ${degradedBecause.join(' ')})` }
  return { levels: [weak, unfiltered, { level: 4, isolation }], missing: '' }
}

/** What the probe finds in a folder of all it looks for, bubblewrap aside. */
async function withoutBubblewrap(host: Omit<ProbeHost, 'path'>): Promise<Isolation> {
  const folder = realpathSync(mkdtempSync(join(host.temporary, 'levels-')))
  try {
    for (const name of ['unshare', 'timeout', 'setpriv', 'grep']) symlinkSync(join('/usr/bin', name), join(folder, name))
    const { containment, degradedBecause } = await probeIsolation({ ...host, path: [folder] })
    if (containment.kind === 'bubblewrap') throw new Error('bubblewrap is where it was not put')
    const [program, ...rest] = containment.prefix.map((word) => (word.startsWith(folder) ? realpathSync(word) : word))
    if (containment.kind === 'process-group') return { containment: { kind: 'process-group', prefix: program === undefined ? [] : [program, ...rest] }, degradedBecause }
    return { containment: { kind: 'process-namespace', prefix: [program ?? '', ...rest] }, degradedBecause }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
