/** Controls of terminals, line separators and controls of the writing direction. */
const unprintable = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu

/** A message that can be shown and logged as one line, whatever a path in it holds: what would steer a terminal is written as an escape. */
export function printable(message: string): string {
  return message.replaceAll(unprintable, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
