/** How a piece of text is meant; the painter decides what that looks like. */
export type Tone = 'strong' | 'quiet' | 'good' | 'bad' | 'warn' | 'accent'

/** Text from anywhere (models and CI included): made harmless when painted, never before. */
export type Span = string | { readonly text: string; readonly tone: Tone }

export type Line = readonly Span[]

export function span(text: string, tone: Tone): Span {
  return { text, tone }
}

/** Columns a span takes, its text being of ordinary width. */
export function widthOf(piece: Span): number {
  return Array.from(typeof piece === 'string' ? piece : piece.text).length
}
