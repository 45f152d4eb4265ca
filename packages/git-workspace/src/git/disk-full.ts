import { statfs } from 'node:fs/promises'
import { AutopackError } from '@autopack/contracts'

/** Words and codes by which programs and Node say that nothing more fits. */
export function isDiskFull(failure: unknown): boolean {
  const said = failure instanceof Error ? failure.message : String(failure)
  return /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i.test(said)
}

/** Whether the volume of a folder has less than one page of room. */
export async function isVolumeFull(folder: string): Promise<boolean> {
  const volume = await statfs(folder).catch(() => null)
  return volume !== null && volume.bavail * volume.bsize < 4096
}

export function diskFull(writing: string, cause: unknown): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_DISK_FULL', message: `the disk is full: ${writing} could not be written; free some space and resume`, details: { writing }, cause })
}

/** The error for a folder in which no file can be made. */
export function unwritable(folder: string, cause: unknown): AutopackError {
  if (isDiskFull(cause)) return diskFull(folder, cause)
  const said = cause instanceof Error ? cause.message : String(cause)
  return new AutopackError({ code: 'AUTOPACK_GIT_FAILED', message: `nothing can be written to ${folder}, where git is given its objects: ${said}; make it a folder you may write to`, details: { folder }, cause })
}

/** Does the work; a full disk that it meets gets its own code. */
export async function onDisk<T>(writing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw !AutopackError.isInstance(error) && isDiskFull(error) ? diskFull(writing, error) : error
  }
}
