import { chmodSync, closeSync, constants, lstatSync, openSync, readdirSync, unlinkSync, type Dirent } from 'node:fs'

const setIds = 0o6000
/** A longer path is gone on with from an open folder: the system opens none that is longer than 4096 bytes. */
const longestPath = 3_000
const separator = Buffer.from('/')

/**
 * Takes the set-user-id and set-group-id bits off the files below `folders`, whatever they are called and however deep they lie. A file
 * with several names loses the one that lies here: the others may be the system's own. Folders that keep their owner out are opened to
 * it. Returns what could not be looked at.
 */
export function clearSetIds(folders: readonly string[]): readonly string[] {
  const unseen: string[] = []
  for (const folder of folders) clearBelow(Buffer.from(folder), unseen)
  return unseen
}

function clearBelow(root: Buffer, unseen: string[]): void {
  const pending = [root]
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (folder.length > longestPath) clearFrom(folder, unseen)
    else for (const found of clearIn(folder, unseen)) pending.push(found)
  }
}

function clearFrom(folder: Buffer, unseen: string[]): void {
  const descriptor = looking(folder, folder, unseen, () => openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW))
  if (descriptor === null) return
  try {
    clearBelow(Buffer.from(`/proc/self/fd/${descriptor}`), unseen)
  } finally {
    closeSync(descriptor)
  }
}

/** Returns the folders in a folder. */
function clearIn(folder: Buffer, unseen: string[]): readonly Buffer[] {
  const entries = looking(folder, folder, unseen, () => readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) ?? []
  return entries.flatMap((entry: Dirent<Buffer>) => {
    const path = Buffer.concat([folder, separator, entry.name])
    if (entry.isFile()) looking(path, folder, unseen, () => clear(path))
    return entry.isDirectory() ? [path] : []
  })
}

function clear(path: Buffer): void {
  const { mode, nlink } = lstatSync(path)
  if ((mode & setIds) === 0) return
  if (nlink > 1) unlinkSync(path)
  else chmodSync(path, mode & 0o1777)
}

/** Tries again with the folder opened to its owner. Null for what is gone, and for what stays unseen. */
function looking<T>(path: Buffer, folder: Buffer, unseen: string[], look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (isAbsent(error)) return null
  }
  try {
    chmodSync(folder, 0o700)
    return look()
  } catch (error) {
    if (!isAbsent(error)) unseen.push(path.toString())
    return null
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
