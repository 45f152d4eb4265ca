/** Tokens and the like: `950`, `12.3k`, `5M`. */
export function compact(value: number): string {
  if (value < 1000) return String(value)
  if (value < 999_950) return `${trimmed(value / 1000)}k`
  return `${trimmed(value / 1_000_000)}M`
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}

/** `1 test`, `12 tests`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** `0 B`, `12 kB`, `3.4 MB`. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`
  if (value < 1_000_000) return `${Math.round(value / 1000)} kB`
  return `${trimmed(value / 1_000_000)} MB`
}
