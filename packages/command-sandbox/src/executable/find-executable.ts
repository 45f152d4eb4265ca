import { constants, accessSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'

export type FoundExecutable =
  | { readonly kind: 'found'; readonly path: string }
  /** `message` says what to install or correct. */
  | { readonly kind: 'missing'; readonly message: string }

/** Resolves a program to an absolute path once: a bare name on `path`, a name with a slash against `cwd`. */
export function findExecutable(name: string, cwd: string, path: readonly string[]): FoundExecutable {
  if (name === '') return { kind: 'missing', message: 'The command is empty: give the program to run as the first word.' }
  const candidates = name.includes('/') ? [isAbsolute(name) ? name : resolve(cwd, name)] : path.map((folder) => join(folder, name))
  const states = candidates.map((candidate) => ({ candidate, state: stateOf(candidate) }))
  const found = states.find(({ state }) => state === 'executable')
  if (found) return { kind: 'found', path: found.candidate }
  const near = states.find(({ state }) => state !== 'absent')
  return { kind: 'missing', message: near ? explain(near.candidate, near.state) : absent(name, path) }
}

type ExecutableState = 'executable' | 'absent' | 'folder' | 'not-executable'

function stateOf(path: string): ExecutableState {
  try {
    if (!statSync(path).isFile()) return 'folder'
  } catch {
    return 'absent'
  }
  try {
    accessSync(path, constants.X_OK)
    return 'executable'
  } catch {
    return 'not-executable'
  }
}

function explain(path: string, state: ExecutableState): string {
  if (state === 'folder') return `${path} is a folder, not a program: name the file to run.`
  return `${path} is not executable: run "chmod +x" on it and commit the mode, or name its interpreter first, as in ["node", "${path}"].`
}

function absent(name: string, path: readonly string[]): string {
  if (name.includes('/')) return `${name} does not exist: correct the path; a relative one starts at the command's folder.`
  return `${name} is not installed or not on the PATH (searched: ${path.join(', ')}): install it, or give its path.`
}
