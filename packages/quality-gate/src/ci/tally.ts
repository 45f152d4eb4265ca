export function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Takes one of a value away; false when none is left. */
export function take(counts: Map<string, number>, value: string): boolean {
  const left = counts.get(value) ?? 0
  counts.set(value, left - 1)
  return left > 0
}
