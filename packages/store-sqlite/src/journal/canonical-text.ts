/** JSON with the keys of every object sorted and no white space: the same value always gives the same text. Plain values only. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** A copy, for a replacer function would take twice the time. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (key === '__proto__') Object.defineProperty(copy, key, { value: sorted(item), enumerable: true })
    else copy[key] = sorted(item)
  }
  return copy
}
