import { readdirSync, readFileSync } from 'node:fs'

/** Whether this host lets a test see other processes' environments. */
export const seesProcesses: boolean = process.platform === 'linux'

/** Command lines of living processes that Autopack started for a project in `folder`; none where they cannot be seen. */
export function markedProcesses(folder: string): readonly string[] {
  if (!seesProcesses) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const environment = read(pid, 'environ')
      return environment.includes('AUTOPACK_MARKER=') && environment.includes(`${folder}/`)
    })
    .map((pid) => read(pid, 'cmdline').replaceAll('\0', ' ').trim())
    .filter((commandLine) => commandLine !== '')
}

/** Empty when the process is gone or another user's. */
function read(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
