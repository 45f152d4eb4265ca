import type { TreeChange } from '@autopack/contracts'
import { createHash } from 'node:crypto'

/** SHA-256 over paths, modes and blobs before and after; equal for the same change wherever it is applied. */
export function changeDigest(changes: readonly TreeChange[]): string {
  const side = (entry: TreeChange['before']): readonly string[] | null => (entry === null ? null : [entry.mode, entry.blob])
  return createHash('sha256')
    .update(JSON.stringify(changes.map(({ path, before, after }) => [path, side(before), side(after)])))
    .digest('hex')
}
