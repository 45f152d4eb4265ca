import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { JournalEvent } from '@autopack/contracts'

/** A run as a released version wrote it, and as that version read it. */
export interface GoldenRun {
  readonly version: string
  readonly run: string
  readonly events: readonly JournalEvent[]
  readonly view: object
}

/** All of them, of every version. */
export const goldenRuns: readonly GoldenRun[] = globSync(join(import.meta.dirname, '../../golden/*/*.journal.jsonl'))
  .toSorted()
  .map((journal) => ({
    version: basename(dirname(journal)),
    run: basename(journal, '.journal.jsonl'),
    events: readFileSync(journal, 'utf8').trimEnd().split('\n').map((line): JournalEvent => JSON.parse(line)),
    view: JSON.parse(readFileSync(journal.replace('.journal.jsonl', '.view.json'), 'utf8')),
  }))
