/** Controls of terminals, separators of lines, and characters that are not seen: among them those of the writing direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
/** Characters of a message: enough for any that is true, too few to flood a log. */
const longest = 4000

/** Text on one line without anything that a terminal, a log or a reader's eye would take for something else. */
export function printable(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  return shown.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
}
