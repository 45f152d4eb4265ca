/** Controls of terminals, separators of lines, and characters that are not seen: among them those of the writing direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
/** Characters of a message: enough for any that is true, too few to flood a log. */
const longest = 2000

/** A message that can be shown and logged as one line, whatever a path in it holds: what would steer a terminal is written as an escape. */
export function printable(message: string): string {
  const shown = message.length > longest ? `${message.slice(0, longest)}…` : message
  return shown.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
}
