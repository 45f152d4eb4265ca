/** What is left of two texts once their common beginning and end are taken off. */
export interface LineDifference {
  readonly deleted: readonly string[]
  readonly added: readonly string[]
}

export function lineDifference(before: string, after: string): LineDifference {
  const [old, next] = [linesOf(before), linesOf(after)]
  const shorter = Math.min(old.length, next.length)
  let head = 0
  while (head < shorter && old[head] === next[head]) head += 1
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === next.at(-1 - tail)) tail += 1
  return { deleted: old.slice(head, old.length - tail), added: next.slice(head, next.length - tail) }
}

function linesOf(text: string): readonly string[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}
