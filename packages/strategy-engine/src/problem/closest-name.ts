/** The allowed name a person most likely meant, or null when none is near. */
export function closestName(written: string, allowed: readonly string[]): string | null {
  const near = allowed
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

function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 20) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [column, against] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === against ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
