import type { Repository, TreeChange } from '@autopack/contracts'
import { deny, type Rule } from './rule.ts'

/** A merge left half done. Files that held such markers before may keep them. */
export const conflictMarker: Rule = {
  name: 'conflict-marker',
  judge: async ({ changes, repository }) => {
    const marked = await Promise.all(changes.map((change) => addsMarkers(repository, change)))
    return changes
      .filter((_, index) => marked[index] === true)
      .map(({ path }) => deny(path, `${path} holds conflict markers (<<<<<<< … >>>>>>>); settle the conflict and remove them`, null))
  },
}

async function addsMarkers(repository: Repository, { before, after }: TreeChange): Promise<boolean> {
  if (after === null || !after.mode.startsWith('100') || after.blob === before?.blob) return false
  if (!hasMarkers(await repository.readBlob(after.blob))) return false
  return before === null || !before.mode.startsWith('100') || !hasMarkers(await repository.readBlob(before.blob))
}

/** Both ends at the beginning of a line: a row of equals signs alone is a heading. */
function hasMarkers(body: Uint8Array): boolean {
  const text = Buffer.from(body).toString('latin1')
  return /^<{7} /m.test(text) && /^>{7} /m.test(text)
}
