import { readdirSync, readFileSync } from 'node:fs'

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
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`${folder}/${descriptor}`, 'utf8'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & closedOnExec) === 0
  } catch {
    // it was the one the folder was read by
    return false
  }
}
