import { closeSync, openSync, readdirSync, readSync } from 'node:fs'

const folder = '/proc/self/fdinfo'
/** O_CLOEXEC, which is the same number on all architectures that Node runs on. */
const closedOnExec = 0o2_000_000

/**
 * Descriptors from `first` on that a process started from here would inherit: what this process itself was started with, and what others
 * in it opened so. Empty where the host does not say; macOS passes nothing on by itself.
 */
export function inheritedDescriptors(first: number): readonly number[] {
  return namesIn(folder).map(Number).filter((descriptor) => descriptor >= first && isInherited(descriptor))
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(firstBytes(`${folder}/${descriptor}`))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & closedOnExec) === 0
  } catch {
    // it was the one the folder was read by
    return false
  }
}

/** Enough for the position and the flags, which come first; before each process it counts that this is one read. */
const bytes = Buffer.alloc(128)

function firstBytes(path: string): string {
  const descriptor = openSync(path, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(descriptor)
  }
}
