import { AutopackError } from '@autopack/contracts'

const BUSY = 5
const LOCKED = 6
const READ_ONLY = 8
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26
/** The shared-memory file could not grow: what a full disk looks like while a database is opened. */
const SHARED_MEMORY_SIZE = 4874

/** SQLite's result code without its extension, or null when `cause` is not from SQLite. */
function sqliteCode(cause: unknown): number | null {
  const code = extendedCode(cause)
  return code === null ? null : code & 0xff
}

export function isBusy(cause: unknown): boolean {
  const code = sqliteCode(cause)
  return code === BUSY || code === LOCKED
}

/** True when a database cannot be opened for want of a writable folder. */
export function needsWritableFolder(cause: unknown): boolean {
  const code = sqliteCode(cause)
  return code === CANNOT_OPEN || code === READ_ONLY
}

/** What SQLite or the file system threw, as the error a person can act on. Autopack's own errors pass unchanged. */
export function storeError(cause: unknown, path: string): AutopackError {
  if (AutopackError.isInstance(cause)) return cause
  const code = sqliteCode(cause)
  const errno = systemCode(cause)
  if (code === BUSY || code === LOCKED) return storeBusy(path, cause)
  if (code === FULL || extendedCode(cause) === SHARED_MEMORY_SIZE || errno === 'ENOSPC' || errno === 'EDQUOT') return storeFull(path, cause)
  if (code === READ_ONLY || errno === 'EROFS' || errno === 'EACCES' || errno === 'EPERM') return storeReadOnly(path, cause)
  if (code === CORRUPT || code === NOT_A_DATABASE) return storeCorrupt(path, cause)
  return new AutopackError({
    code: 'AUTOPACK_STORE_UNAVAILABLE',
    message: `The store ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Check that the folder exists and that its disk works.`,
    details: { path },
    cause,
  })
}

export function storeReadOnly(path: string, cause?: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_READ_ONLY',
    message: `The store ${path} cannot be written. Make the folder and its files writable for this user, or keep the state elsewhere with --state DIR.`,
    details: { path },
    cause,
  })
}

function storeBusy(path: string, cause: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_BUSY',
    message: `The store ${path} stayed locked by another process. Try again; if it persists, look for a stopped or hung autopack process.`,
    details: { path },
    cause,
  })
}

function storeFull(path: string, cause: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_FULL',
    message: `The disk of the store ${path} is full; nothing was half-written. Free some space and resume the run.`,
    details: { path },
    cause,
  })
}

function storeCorrupt(path: string, cause: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_CORRUPT',
    message: `${path} is not a readable store. Restore it from a backup, or move it away to start an empty one; branches and tags of past runs are still in git.`,
    details: { path },
    cause,
  })
}

function extendedCode(cause: unknown): number | null {
  if (!(cause instanceof Error) || !('errcode' in cause)) return null
  return typeof cause.errcode === 'number' ? cause.errcode : null
}

/** `ENOENT` and the like, or null when `cause` is not from the file system. */
export function systemCode(cause: unknown): string | null {
  if (!(cause instanceof Error) || !('code' in cause)) return null
  return typeof cause.code === 'string' ? cause.code : null
}
