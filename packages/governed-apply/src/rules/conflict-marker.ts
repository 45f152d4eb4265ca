import type { Repository, TreeChange } from '@autopack/contracts'
import { deny, type Rule } from './rule.ts'

/** A merge left half done. Files that held such markers before may keep them. */
export const conflictMarker: Rule = {
  name: 'conflict-marker',
  judge: async ({ changes, repository }) => {
    const written = await withMarkers(repository, changes, ({ before, after }) => (after?.blob === before?.blob ? null : after))
    const before = new Set(await withMarkers(repository, written, (change) => change.before))
    return written
      .filter((change) => !before.has(change))
      .map(({ path }) => deny(path, `${path} holds conflict markers (<<<<<<< … >>>>>>>); settle the conflict and remove them`, null))
  },
}

/** Those of the changes whose chosen side is a file with markers. */
async function withMarkers(repository: Repository, changes: readonly TreeChange[], side: (change: TreeChange) => TreeChange['after']): Promise<readonly TreeChange[]> {
  const files = changes.flatMap((change) => {
    const entry = side(change)
    return entry?.mode.startsWith('100') === true ? [{ change, blob: entry.blob }] : []
  })
  const bodies = await repository.readBlobs(files.map(({ blob }) => blob))
  return files.filter((_, index) => hasMarkers(bodies[index] ?? Buffer.of())).map(({ change }) => change)
}

/** Both ends at the beginning of a line: a row of equals signs alone is a heading. */
function hasMarkers(body: Uint8Array): boolean {
  const text = Buffer.from(body).toString('latin1')
  return /^<{7} /m.test(text) && /^>{7} /m.test(text)
}
