/** Lines of a block that are compared; the start of it is enough to find its place. */
const compared = 40

/** Says where a text comes closest to lines that are not where they should be, and how it differs there. Line feeds aside. */
export function nearMiss(lines: readonly string[], wanted: readonly string[]): string {
  const exact = placesOf(lines, wanted)
  if (exact.length > 0) return `they stand at line ${exact.slice(0, 5).map((start) => start + 1).join(', ')}`
  const block = wanted.slice(0, compared)
  const best = closest(lines, block)
  if (best === null) return 'no line of them is in the file'
  const differing = block.findIndex((line, offset) => line.trim() !== (lines[best + offset] ?? '').trim())
  if (differing === -1) return `lines ${best + 1}-${best + block.length} match except for white space or line endings; copy them exactly`
  return `closest is line ${best + 1}, but line ${best + differing + 1} is ${quote(lines[best + differing] ?? '')} and not ${quote(block[differing] ?? '')}`
}

/** Comparisons of lines that looking for a whole block may take. */
const mostComparisons = 20_000_000

/** Where the lines stand one after the other, from 0; at most a few, and none where finding them would take too long. */
function placesOf(lines: readonly string[], wanted: readonly string[]): readonly number[] {
  const found: number[] = []
  let tried = 0
  for (let start = 0; start + wanted.length <= lines.length; start += 1) {
    const differing = wanted.findIndex((line, offset) => line !== lines[start + offset])
    if (differing === -1) found.push(start)
    tried += differing === -1 ? wanted.length : differing + 1
    if (found.length > 5 || tried > mostComparisons) break
  }
  return wanted.length === 0 ? [] : found
}

/** The place with the most equal lines, white space aside; the first of equals. */
function closest(lines: readonly string[], wanted: readonly string[]): number | null {
  const [trimmed, block] = [lines.map((line) => line.trim()), wanted.map((line) => line.trim())]
  let best: { readonly start: number; readonly score: number } | null = null
  for (let start = 0; start < trimmed.length; start += 1) {
    const score = block.filter((line, offset) => line !== '' && line === trimmed[start + offset]).length
    if (score > (best?.score ?? 0)) best = { start, score }
  }
  return best?.start ?? null
}

function quote(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line)
}
