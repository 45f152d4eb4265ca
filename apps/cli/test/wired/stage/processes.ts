import { readdirSync, readFileSync } from 'node:fs'

/** Whether this machine shows the environments of processes; without it nobody can be found. */
export const processesAreShown: boolean = process.platform === 'linux'

/** The command lines of the processes whose environment holds a text, this one aside. */
export function processesWith(text: string): readonly string[] {
  if (!processesAreShown) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((id) => read(`/proc/${id}/environ`).includes(text))
    .map((id) => read(`/proc/${id}/cmdline`).replaceAll('\0', ' ').trim())
    .filter((command) => command !== '')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
