import { shorten } from '../terminal/shorten.ts'
import { type Line, type Span, widthOf } from '../terminal/span.ts'

/** A line cut to `width` columns, with the mark of the cut at its end. */
export function fitLine(line: Line, width: number, ellipsis: string): Line {
  const fitted: Span[] = []
  let room = width
  for (const piece of line) {
    if (widthOf(piece) > room) return [...fitted, typeof piece === 'string' ? shorten(piece, room, ellipsis) : { ...piece, text: shorten(piece.text, room, ellipsis) }]
    fitted.push(piece)
    room -= widthOf(piece)
  }
  return fitted
}
