import { notationOf, type Notation, type Span } from './notation.ts'

/** A text without its comments, and without what it says in texts of several lines. */
export function codeOf(path: string, text: string): string {
  return strip(notationOf(path), text, (span, all) => (span === undefined || span.kind === 'short text' ? all : span.kind === 'comment' ? ' ' : "''"))
}

/** Code with a number in the place of each text, the same one for the same text. */
export function withoutTexts(path: string, code: string): string {
  const numbers = new Map<string, number>()
  return strip(notationOf(path), code, (span, all) => {
    const number = numbers.get(all) ?? numbers.size
    numbers.set(all, number)
    return span?.kind === 'comment' ? ' ' : `'${number}'`
  })
}

/** Looks for ends by hand: an expression for a long text would take a stack as deep. */
function strip({ opening, spans }: Notation, text: string, instead: (span: Span | undefined, all: string) => string): string {
  const begins = new RegExp(opening, 'g')
  const kept: string[] = []
  let done = 0
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    const span = spans.get(match[0])
    const end = span === undefined ? begins.lastIndex : endOf(span, text, begins.lastIndex)
    kept.push(text.slice(done, match.index), instead(span, text.slice(match.index, end)))
    done = end
    begins.lastIndex = end
  }
  return kept.length === 0 ? text : [...kept, text.slice(done)].join('')
}

/** Where a span ends that began before `from`: after its mark, or with the line or the text where it has none. */
function endOf({ kind, close, stops }: Span, text: string, from: number): number {
  if (stops === null) {
    const at = text.indexOf(close, from)
    return at === -1 ? text.length : close === '\n' ? at : at + close.length
  }
  stops.lastIndex = from
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] === close) return stops.lastIndex
    if (stop[0] === '\n' && kind === 'short text') return stop.index
  }
  return text.length
}
