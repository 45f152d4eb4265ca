/** Keys and list positions from the top of a document to a value. */
export type Path = readonly (string | number)[]

/** `tiers[0].phases[1].scope`; `document` for the empty path. */
export function formatPath(path: Path): string {
  if (path.length === 0) return 'document'
  return path.map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`)).join('')
}

/** The value a path leads to, undefined where it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return undefined
    current = Reflect.get(current, segment)
  }
  return current
}
