/** The marks of the drawings. */
export interface Symbols {
  readonly good: string
  readonly bad: string
  readonly waiting: string
  readonly running: string
  readonly pending: string
  readonly skipped: string
  readonly warn: string
  readonly dot: string
  readonly arrow: string
  readonly rule: string
  readonly branch: string
  readonly lastBranch: string
  readonly minus: string
  readonly ellipsis: string
}

const unicode: Symbols = { good: '✔', bad: '✖', waiting: '◷', running: '▶', pending: '○', skipped: '–', warn: '▲', dot: ' · ', arrow: '→', rule: '─', branch: '├', lastBranch: '└', minus: '−', ellipsis: '…' }

const ascii: Symbols = { good: '+', bad: 'x', waiting: '?', running: '>', pending: '.', skipped: '-', warn: '!', dot: ', ', arrow: '->', rule: '-', branch: '|', lastBranch: '`', minus: '-', ellipsis: '...' }

/** Unicode where the locale is UTF-8. */
export function symbolsFor(environment: Readonly<Record<string, string | undefined>>): Symbols {
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find((value) => value !== undefined && value !== '')
  return /utf-?8/i.test(locale ?? '') ? unicode : ascii
}
