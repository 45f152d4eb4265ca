import picomatch from 'picomatch'

export type PathMatcher = (path: string) => boolean

/** Whether any glob matches and none that starts with `!` does. Dots are ordinary, separators are slashes. */
export function pathMatcher(globs: readonly string[], options: { readonly ignoreCase: boolean }): PathMatcher {
  const settings = { dot: true, nonegate: true, windows: false, nocase: options.ignoreCase }
  const compile = (patterns: readonly string[]): readonly PathMatcher[] => patterns.map((pattern) => picomatch(pattern, settings))
  const included = compile(globs.filter((glob) => !glob.startsWith('!')))
  const excluded = compile(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)))
  return (path) => included.some((matches) => matches(path)) && !excluded.some((matches) => matches(path))
}
