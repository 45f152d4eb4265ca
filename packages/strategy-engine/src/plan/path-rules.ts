import { posix } from 'node:path'
import picomatch from 'picomatch'

/** Why a text is not a path inside the repository in its plain spelling, or null when it is. */
export function pathProblem(path: string): string | null {
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)) return 'is absolute; a path relative to the repository is expected'
  if (path.split('/').includes('..')) return 'contains `..`; a path inside the repository is expected'
  if (path.includes('\0')) return 'contains a NUL character'
  const plain = posix.normalize(path).replace(/\/$/, '')
  return plain === path ? null : `is not in its plain spelling; write \`${plain}\``
}

/** Why a text is not a glob of paths inside the repository, or null when it is. */
export function globProblem(glob: string): string | null {
  if (glob.startsWith('!')) return 'starts with `!`; a scope lists what may change, leave the rest out'
  return pathProblem(glob) ?? syntaxProblem(glob)
}

/** Why a text is not a literal path, or null when it is. `[id]` and `(group)` are names that real frameworks use. */
export function literalProblem(path: string): string | null {
  if (/[*?]|\{[^}]*,[^}]*\}/.test(path)) return 'is a glob; deliverables are literal paths, name each file'
  if (path.includes('\\')) return 'contains a backslash; write paths with `/`'
  return pathProblem(path)
}

/** Whether a repository-relative path is inside any of the globs: case-sensitive, dot files included. */
export function isInScope(path: string, scope: readonly string[]): boolean {
  return picomatch.isMatch(path, [...scope], { dot: true })
}

// no mistake can be made with these, and trying them costs a start of the command line more than reading its configuration
const withoutSyntax = /^[\w./* -]+$/

function syntaxProblem(glob: string): string | null {
  if (withoutSyntax.test(glob)) return null
  try {
    picomatch.makeRe(glob, { dot: true, strictBrackets: true })
    return null
  } catch (error) {
    return `is not a valid glob: ${error instanceof Error ? error.message : String(error)}`
  }
}
