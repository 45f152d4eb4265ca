/** Suggestions are for lists that a person could have read. */
const considered = 200

/** The allowed name a person most likely meant, or null when none is near. */
export function closestName(written: string, allowed: readonly string[]): string | null {
  const near = allowed
    .slice(0, considered)
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(name.length, written.length) / 3)))
    .toSorted((one, other) => one.distance - other.distance)
  return near[0]?.name ?? null
}

/** ` (did you mean \`x\`?)`, or nothing. */
export function didYouMean(written: string, allowed: readonly string[]): string {
  const name = closestName(written, allowed)
  return name === null ? '' : ` (did you mean \`${name}\`?)`
}

/** Letters to change, add, remove or swap with their neighbour (optimal string alignment). */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 20) return Number.POSITIVE_INFINITY
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 1; index <= one.length; index++) {
    const next = [index]
    for (let column = 1; column <= other.length; column++) {
      const same = one[index - 1] === other[column - 1]
      const swapped = one[index - 1] === other[column - 2] && one[index - 2] === other[column - 1]
      next.push(
        Math.min(
          (row[column - 1] ?? 0) + (same ? 0 : 1),
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}
