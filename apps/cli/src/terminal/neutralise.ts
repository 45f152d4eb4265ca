import { stripVTControlCharacters } from 'node:util'

// oxlint-disable no-control-regex -- control characters are what is looked for
// C0 without tab and newline, DEL, C1, and the marks that reorder text
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const dangerousInJson = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Text that cannot move a cursor, set a title, colour what follows or read backwards; colours are dropped, the rest is shown as `\u001b`. */
export function neutralise(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(dangerous, escaped)
}

/** JSON on one line, the same value for a parser, harmless to a terminal. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(dangerousInJson, escaped)}\n`
}
