/** The first line of a text, cut to `width` characters with the mark of the cut at the end. */
export function shorten(text: string, width: number, ellipsis: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const isWhole = text.trimEnd().length <= first.length
  // a character has one code unit at least; what must not be cut is not taken apart either
  if (isWhole && first.length <= width) return first
  const pieces = charactersOf(first)
  if (isWhole && pieces.length <= width) return first
  return pieces.slice(0, Math.max(0, width - ellipsis.length)).join('').trimEnd() + ellipsis
}

function charactersOf(text: string): readonly string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
}
