import picomatch from 'picomatch'

export type PathMatcher = (path: string) => boolean

/** Whether any glob matches. Dots are ordinary, separators are slashes, a leading `!` is a character like any other. */
export function pathMatcher(globs: readonly string[], options: { readonly ignoreCase: boolean }): PathMatcher {
  const settings = { dot: true, nonegate: true, windows: false, nocase: options.ignoreCase }
  const matchers = globs.map((glob) => picomatch(glob, settings))
  return (path) => matchers.some((matches) => matches(path))
}
