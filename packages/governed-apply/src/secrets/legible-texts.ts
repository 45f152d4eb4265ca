/** Runs of characters that a person could type, long enough for a secret. */
const runs = /[\t\r\n\x20-\x7e]{12,}/g

/** What may be read in a file: its text, or where that holds NULs, as in UTF-16 and among other bytes, what is legible with them and without. */
export function legibleTexts(text: string): readonly string[] {
  if (!text.includes('\0')) return [text]
  return [text, text.replaceAll('\0', '')].map((each) => (each.match(runs) ?? []).join('\n'))
}
