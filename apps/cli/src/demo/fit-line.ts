import { type Line, type Span, widthOf } from '../terminal/span.ts'

/** A line cut to `width` columns, with the mark of the cut at its end. */
export function fitLine(line: Line, width: number, ellipsis: string): Line {
  const fitted: Span[] = []
  let room = width
  for (const piece of line) {
    if (widthOf(piece) <= room) {
      fitted.push(piece)
      room -= widthOf(piece)
      continue
    }
    const cut = (text: string): string => [...text].slice(0, Math.max(0, room - ellipsis.length)).join('') + ellipsis
    return [...fitted, typeof piece === 'string' ? cut(piece) : { ...piece, text: cut(piece.text) }]
  }
  return fitted
}
