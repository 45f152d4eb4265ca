import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { GitProgram } from './git.ts'

const systemPath = '/usr/local/bin:/usr/bin:/bin'
/** Where nothing is: a search path that is empty is the folder a program is started in. */
const nowhere = '/nonexistent'

/**
 * Git by its absolute path and a `PATH` of absolute folders, none of them in `outside`: what a builder can write is never started here.
 * A folder that leads elsewhere through links counts as the one it leads to. Git keeps its bare name where no folder has it.
 */
export function trustedProgram({ git, env }: GitProgram, outside: readonly string[]): GitProgram {
  // a working tree at the root of everything would bar every git there is
  const barred = outside.map(realOf).filter((folder) => folder !== dirname(folder))
  const folders = [...new Set((env['PATH'] ?? systemPath).split(delimiter).filter((folder) => isAbsolute(folder)).map(realOf))].filter((folder) => !isIn(folder, barred))
  const path = folders.length === 0 ? nowhere : folders.join(delimiter)
  const found = folders.map((folder) => join(folder, git)).find((candidate) => isProgram(candidate) && !isIn(realOf(candidate), barred))
  return { git: git.includes('/') ? resolve(git) : (found ?? git), env: { ...env, PATH: path } }
}

/** The working tree around a folder, as far as can be told without git: the nearest folder with a `.git`; the root where none has one. */
export function workingTreeAround(path: string): string {
  const folder = resolve(path)
  const above = dirname(folder)
  return above === folder || existsSync(join(folder, '.git')) ? folder : workingTreeAround(above)
}

function isIn(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path)
    return way !== '..' && !way.startsWith('../') && !isAbsolute(way)
  })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
