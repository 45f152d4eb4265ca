import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalEvent } from '@autopack/contracts'
import type { RunView } from '@autopack/engine'
import { createAutopack } from '../../src/index.ts'
import { nodeDefaults, type NodeDefaultsOptions } from '../../src/node.ts'
import { type LedgerEvidence, readLedger } from './ledger-evidence.ts'

/** What a finished run has left on disk, read by a process that had no part in it. */
export interface Evidence {
  /** The folder of the trial is written `{folder}` in it. */
  readonly view: RunView
  readonly events: readonly JournalEvent[]
  readonly ledger: LedgerEvidence
  /** From the branch's tip down to the user's commit, without it. */
  readonly commits: readonly Commit[]
  /** Commits of any kind that the object database holds. */
  readonly commitObjects: number
  readonly refs: readonly string[]
  /** What git says of the user's own tree. */
  readonly status: string
  /** Deeds in the order they were begun, by all processes together. */
  readonly trace: readonly string[]
}

interface Commit {
  readonly hash: string
  readonly tree: string
  readonly parent: string
  readonly person: string
  /** Seconds. */
  readonly at: number
  readonly message: string
}

export async function gatherEvidence(folder: string, run: string, configuration: NodeDefaultsOptions['configuration']): Promise<Evidence> {
  const root = join(folder, 'repository')
  const git = (...args: string[]): string => execFileSync('git', ['--no-optional-locks', '-C', root, ...args], { encoding: 'utf8' })
  const autopack = createAutopack(await nodeDefaults({ root, environment: { XDG_CACHE_HOME: join(folder, 'cache') }, configuration, readOnly: true }))
  try {
    return {
      view: JSON.parse(JSON.stringify(await autopack.view(run)).replaceAll(folder, '{folder}')),
      events: await Array.fromAsync(autopack.events(run)),
      ledger: await readLedger(folder, run),
      commits: git('log', '--format=%H%x00%T%x00%P%x00%an <%ae> %cn <%ce>%x00%at%x00%B%x01', `main..autopack/${run}`).split('\x01\n').filter(Boolean).map(readCommit),
      commitObjects: git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype)').split('\n').filter((type) => type === 'commit').length,
      refs: git('for-each-ref', '--format=%(objectname) %(refname)').trim().split('\n'),
      status: git('status', '--porcelain', '--branch', '--ignored'),
      trace: readFileSync(join(folder, 'trace'), 'utf8').trim().split('\n'),
    }
  } finally {
    await autopack.close()
  }
}

function readCommit(record: string): Commit {
  const [hash = '', tree = '', parent = '', person = '', at = '', message = ''] = record.split('\0')
  return { hash, tree, parent, person, at: Number(at), message }
}
