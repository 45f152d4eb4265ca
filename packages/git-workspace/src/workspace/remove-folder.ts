import { randomUUID } from 'node:crypto'
import { chmodSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { takeTurns } from './take-turns.ts'

/** So far below the root a path is still one that every system opens. */
const deepest = 400
const separator = Buffer.from('/')

/**
 * Removes a folder, whoever wrote it: names that are no text, paths longer than the system opens, folders made read-only. Links are
 * never followed. Resolves to null, or to why something is left; what is in the folder never makes it throw. Idempotent.
 */
export async function removeFolder(path: string | Buffer): Promise<string | null> {
  try {
    await rm(path, { recursive: true, force: true })
    return null
  } catch {
    return removeByDescent(Buffer.from(path))
  }
}

interface Folder {
  readonly path: Buffer
  readonly parent: Buffer | null
  isOpen: boolean
}

/** Folder by folder, names as bytes; a folder that lies too deep is first moved up to the root. */
async function removeByDescent(root: Buffer): Promise<string | null> {
  const failures: string[] = []
  const pending: Folder[] = [{ path: root, parent: null, isOpen: false }]
  const othersTurn = takeTurns()
  for (let folder = pending.at(-1); folder !== undefined; folder = pending.at(-1)) {
    const { path, parent, isOpen } = folder
    if (isOpen) {
      pending.pop()
      failures.push(...attempt(() => rmdirSync(path), parent === null ? [] : [parent]))
    } else {
      folder.isOpen = true
      failures.push(...attempt(() => empty(path, root, pending, failures), [path]))
    }
    await othersTurn()
  }
  return failures[0] ?? null
}

/** Takes the files out of a folder, and adds the folders in it, within reach. */
function empty(folder: Buffer, root: Buffer, pending: Folder[], failures: string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([folder, separator, entry.name])
    if (entry.isDirectory()) pending.push(withinReach({ path, parent: folder, isOpen: false }, root))
    else failures.push(...attempt(() => unlinkSync(path), [folder]))
  }
}

function withinReach(folder: Folder, root: Buffer): Folder {
  if (folder.path.length - root.length <= deepest) return folder
  const path = Buffer.concat([root, separator, Buffer.from(randomUUID())])
  const failed = attempt(() => renameSync(folder.path, path), [folder.parent ?? root, folder.path, root])
  return failed.length === 0 ? { path, parent: root, isOpen: false } : folder
}

/** Tries again with folders of ours made writable; returns why it failed, once more. */
function attempt(work: () => unknown, folders: readonly Buffer[]): readonly string[] {
  try {
    work()
    return []
  } catch (error) {
    if (isAbsent(error)) return []
  }
  try {
    for (const folder of folders) chmodSync(folder, 0o700)
    work()
    return []
  } catch (error) {
    return isAbsent(error) ? [] : [error instanceof Error ? error.message : String(error)]
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
