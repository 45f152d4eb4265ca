import { hash as digest } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AutopackError, type ArtifactHash } from '@autopack/contracts'
import { storeError, systemCode } from '../store-error.ts'
import { writeDurably } from './durable-file.ts'

/** One run's bodies, `<folder>/<hash>`: in one folder, for each further one is another fsync. */
export interface BodyFiles {
  /** Durable when it returns. */
  write(hash: ArtifactHash, bytes: Uint8Array): Promise<void>
  /** Null when there is none. Throws `AUTOPACK_STORE_CORRUPT` when the bytes are not those of the hash. */
  read(hash: ArtifactHash): Promise<Uint8Array | null>
  /** Removes all but `keep`, leftovers of killed writers too; returns the bytes freed. */
  erase(keep: ReadonlySet<ArtifactHash>): Promise<number>
}

export function createBodyFiles(folder: string): BodyFiles {
  const pathOf = (hash: ArtifactHash): string => join(folder, hash)
  return {
    async write(hash, bytes) {
      const path = pathOf(hash)
      try {
        if ((await sizeOf(path)) !== bytes.length) await writeDurably(path, bytes)
      } catch (cause) {
        throw storeError(cause, path)
      }
    },
    async read(hash) {
      const path = pathOf(hash)
      const bytes = await readFile(path).catch(nullIfMissing(path))
      if (bytes !== null && digest('sha256', bytes, 'hex') !== hash) throw damaged(path)
      return bytes
    },
    async erase(keep) {
      try {
        return await eraseFiles(folder, keep)
      } catch (cause) {
        throw storeError(cause, folder)
      }
    },
  }
}

async function eraseFiles(folder: string, keep: ReadonlySet<ArtifactHash>): Promise<number> {
  const entries = (await readdir(folder, { withFileTypes: true, recursive: true }).catch(nullIfMissing(folder))) ?? []
  let freed = 0
  for (const entry of entries.filter((found) => found.isFile() && !keep.has(found.name))) {
    const path = join(entry.parentPath, entry.name)
    const bytes = await sizeOf(path)
    await rm(path, { force: true })
    freed += bytes ?? 0
  }
  return freed
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(nullIfMissing(path))
  return found?.size ?? null
}

function nullIfMissing(path: string): (cause: unknown) => null {
  return (cause) => {
    if (systemCode(cause) === 'ENOENT') return null
    throw storeError(cause, path)
  }
}

function damaged(path: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_CORRUPT',
    message: `The artifact ${path} is damaged: its bytes are not those it is named after. Restore it from a backup, or remove it.`,
    details: { path },
  })
}
