const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first line of a text, cut to `width` characters with the mark of the cut at the end. */
export function shorten(text: string, width: number, ellipsis: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const pieces = Array.from(graphemes.segment(first), ({ segment }) => segment)
  const cut = pieces.length > width || text.trimEnd().length > first.length
  if (!cut) return first
  return pieces.slice(0, Math.max(0, width - ellipsis.length)).join('').trimEnd() + ellipsis
}
