/** Lines of a search block that are compared; the start of it is enough to find its place. */
const compared = 40

interface Candidate {
  /** From 0. */
  readonly start: number
  readonly score: number
}

/** Says where the file comes closest to a search block that does not occur in it, and how it differs there. */
export function nearMiss(text: string, search: string): string {
  const lines = text.split('\n')
  const wanted = trimBlankEdges(search.split('\n')).slice(0, compared)
  const best = closest(lines, wanted)
  if (best === null) return 'no line of it does'
  const place = wanted.length === 1 ? `line ${best.start + 1}` : `lines ${best.start + 1}-${best.start + wanted.length}`
  const differing = wanted.findIndex((line, offset) => line.trim() !== (lines[best.start + offset] ?? '').trim())
  if (differing === -1) return `${place} match except for white space; copy them exactly`
  return `the closest are ${place}, where line ${best.start + differing + 1} is ${quote(lines[best.start + differing] ?? '')} and not ${quote(wanted[differing] ?? '')}`
}

/** The window with the most equal lines, white space aside; the first of equals. */
function closest(lines: readonly string[], wanted: readonly string[]): Candidate | null {
  const trimmed = lines.map((line) => line.trim())
  const block = wanted.map((line) => line.trim())
  let best: Candidate | null = null
  for (let start = 0; start < trimmed.length; start += 1) {
    const score = block.filter((line, offset) => line !== '' && line === trimmed[start + offset]).length
    if (score > (best?.score ?? 0)) best = { start, score }
  }
  return best
}

function trimBlankEdges(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first === -1 ? [] : lines.slice(first, last + 1)
}

function quote(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line)
}
