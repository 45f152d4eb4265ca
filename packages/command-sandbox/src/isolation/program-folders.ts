import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isWithin } from '../environment/is-within.ts'
import { realpathOr } from '../environment/real-path.ts'
import { isSystem } from './system-folders.ts'

export interface ProgramsInput {
  /** Absolute paths of the programs a command is started with. */
  readonly programs: readonly string[]
  /** The search path it gets. */
  readonly path: readonly string[]
  readonly writable: readonly string[]
  /** Real paths of what is never shown for a program's sake: of a folder around one of them the program's file alone is. */
  readonly kept: readonly string[]
}

/**
 * What a command must be shown outside of the system so that its programs run: the folders of its PATH, and for each program its own
 * folder and, beside a `bin`, the libraries of the same installation, both for the path it is called by and for the file behind its
 * links. Nothing for a program in a writable folder: what a command may write must not decide what another one is shown.
 */
export function programFolders({ programs, path, writable, kept }: ProgramsInput): readonly string[] {
  const showable = (folder: string): boolean => !kept.some((place) => isWithin(place, realpathOr(folder)))
  const folders = path.filter((folder) => !isSystem(folder)).flatMap((folder) => [folder, ...siblings(folder)])
  const files = [...new Set(programs.filter((program) => !isInOneOf(writable, program)).flatMap((program) => [program, realpathOr(program)]))].filter((file) => !isSystem(file))
  const installed = files.flatMap((file) => (showable(dirname(file)) ? [dirname(file), ...siblings(dirname(file))] : [file]))
  return [...folders.filter(showable), ...installed]
}

/** Whether a file lies below one of the folders, by the name it is called by or by where that name's folders lead; its own link is not followed. */
export function isInOneOf(folders: readonly string[], file: string): boolean {
  const real = join(realpathOr(dirname(file)), basename(file))
  return folders.some((folder) => isWithin(file, folder) || isWithin(real, realpathOr(folder)))
}

function siblings(folder: string): readonly string[] {
  if (basename(folder) !== 'bin') return []
  return ['lib', 'lib64', 'libexec'].map((name) => join(dirname(folder), name)).filter((path) => existsSync(path))
}
