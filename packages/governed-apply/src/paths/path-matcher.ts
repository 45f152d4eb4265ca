import picomatch from 'picomatch'
import { literalOf } from './literal-of.ts'

export type PathMatcher = (path: string) => boolean

/** Whether any glob matches. Dots are ordinary, separators are slashes, a leading `!` is a character like any other. */
export function pathMatcher(globs: readonly string[], options: { readonly ignoreCase: boolean }): PathMatcher {
  const matchers = globs.map((glob) => globMatcher(glob, options.ignoreCase))
  return (path) => {
    const folded = path.toLowerCase()
    return matchers.some((matches) => matches(path, folded))
  }
}

/** An expression costs more to make and to try for the first time than all else about a path: it is made for the first path it could match. */
function globMatcher(glob: string, ignoreCase: boolean): (path: string, folded: string) => boolean {
  const literal = literalOf(glob).toLowerCase()
  let expression: ((path: string) => boolean) | null = null
  return (path, folded) => {
    if (!folded.includes(literal)) return false
    expression ??= picomatch(glob, { dot: true, nonegate: true, windows: false, nocase: ignoreCase })
    return expression(path)
  }
}
