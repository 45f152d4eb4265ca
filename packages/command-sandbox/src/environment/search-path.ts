import { existsSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { isSystem } from '../isolation/system-folders.ts'
import { isWithin } from './is-within.ts'
import { realpathOr } from './real-path.ts'

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The host's PATH as absolute folders that exist and lie outside `excluded`; the running Node's folder is added when none has a `node`. */
export function searchPath(hostPath: string | undefined, excluded: readonly string[]): readonly string[] {
  const outer = [...excluded, ...excluded.map(realpathOr)]
  // the system's own links lead to the system
  const isExcluded = (folder: string): boolean => [folder, isSystem(folder) ? folder : realpathOr(folder)].some((place) => outer.some((each) => isWithin(place, each)))
  const folders = [...new Set((hostPath ?? systemPath).split(delimiter))].filter(
    (folder) => isAbsolute(folder) && isFolder(folder) && !isExcluded(folder),
  )
  return folders.some((folder) => existsSync(join(folder, 'node'))) ? folders : [...folders, dirname(process.execPath)]
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
