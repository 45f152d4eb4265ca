import type { ArtifactHash, ArtifactReference } from '@autopack/contracts'
import { integerOf, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'

const LISTED = 10_000

/** What was written under which name. The bodies are files. */
export interface ArtifactIndex {
  add(run: string, reference: ArtifactReference): Promise<void>
  /** In the order written; the newest 10,000. */
  list(run: string): Promise<readonly ArtifactReference[]>
  removeAllBut(run: string, keep: ReadonlySet<ArtifactHash>): Promise<void>
}

export function createArtifactIndex(database: Database): ArtifactIndex {
  const insert = database.prepare('INSERT INTO artifacts (run, hash, name, media_type, bytes) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const newest = database.prepare('SELECT hash, name, media_type, bytes FROM artifacts WHERE run = ? ORDER BY id DESC LIMIT ?')
  const hashes = database.prepare('SELECT DISTINCT hash FROM artifacts WHERE run = ?')
  const remove = database.prepare('DELETE FROM artifacts WHERE run = ? AND hash = ?')
  return {
    add: (run, { hash, name, mediaType, bytes }) => database.write(() => void insert.run(run, hash, name, mediaType, bytes)),
    list: (run) => database.read(() => newest.all(run, LISTED).map(referenceOf).toReversed()),
    removeAllBut: (run, keep) =>
      database.write(() => {
        const erased = hashes.all(run).map((row) => textOf(row, 'hash')).filter((hash) => !keep.has(hash))
        for (const hash of erased) remove.run(run, hash)
      }),
  }
}

function referenceOf(row: Row): ArtifactReference {
  return { hash: textOf(row, 'hash'), name: textOf(row, 'name'), mediaType: textOf(row, 'media_type'), bytes: integerOf(row, 'bytes') }
}
