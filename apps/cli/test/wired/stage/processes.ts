import { readdirSync, readFileSync } from 'node:fs'

/** The processes whose environment names a folder, by their command lines; only Linux tells. */
export function processesOf(folder: string): readonly string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((id) => read(`/proc/${id}/environ`).includes(folder))
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
