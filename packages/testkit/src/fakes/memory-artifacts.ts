import { hash as digest } from 'node:crypto'
import type { ArtifactHash, ArtifactReference, ArtifactStore } from '@autopack/contracts'

interface Folder {
  readonly bodies: Map<ArtifactHash, Uint8Array>
  readonly references: Map<string, ArtifactReference>
}

/** Artifacts of one process. Nothing is redacted and nothing is cut. */
export function createMemoryArtifacts(): ArtifactStore {
  const folders = new Map<string, Folder>()
  const folderOf = (run: string): Folder => {
    const folder = folders.get(run) ?? { bodies: new Map(), references: new Map() }
    folders.set(run, folder)
    return folder
  }
  return {
    contract: 1,
    async put(run, { name, mediaType, body }) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body)
      const reference = { hash: digest('sha256', bytes, 'hex'), bytes: bytes.length, mediaType, name }
      const folder = folderOf(run)
      folder.bodies.set(reference.hash, bytes)
      const key = `${reference.hash} ${name}`
      if (!folder.references.has(key)) folder.references.set(key, reference)
      return reference
    },
    get: async (run, hash) => folderOf(run).bodies.get(hash) ?? null,
    list: async (run) => [...folderOf(run).references.values()],
    erase: async (run, keep) => erase(folderOf(run), keep),
  }
}

function erase({ bodies, references }: Folder, keep: ReadonlySet<ArtifactHash>): number {
  const erased = [...bodies].filter(([hash]) => !keep.has(hash))
  for (const [hash] of erased) bodies.delete(hash)
  for (const [key, { hash }] of references) if (!keep.has(hash)) references.delete(key)
  return erased.reduce((sum, [, bytes]) => sum + bytes.length, 0)
}
