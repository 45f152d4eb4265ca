import type { FileBody } from '../content/changed-file.ts'
import { isTextPath } from '../content/text-path.ts'
import { fileRule } from './file-rule.ts'

/** Overrides and isolates of the writing direction: what a person reads is not what a compiler does. */
const direction = /[\u202a-\u202e\u2066-\u2069]/gu

/** Text that reads as something else than it is: direction controls, and NUL where a text is expected. As many as before may stay. */
export const hiddenCharacter = fileRule('hidden-character', ({ path, before, after }) => {
  const line = after.isBinary ? -1 : after.lines.findIndex((text) => text.search(direction) !== -1)
  if (line !== -1 && count(after, direction) > count(before, direction)) return `${path}:${line + 1} has invisible characters that change the direction of writing; remove them, or write them as escapes`
  if (isText(path, before) && count(after, /\0/g) > count(before, /\0/g)) return `${path} has NUL characters in a text; remove them, or write them as escapes`
  return null
})

function isText(path: string, before: FileBody | null): boolean {
  return isTextPath(path) || (before !== null && !before.text.includes('\0'))
}

function count(body: FileBody | null, pattern: RegExp): number {
  return body?.text.match(pattern)?.length ?? 0
}
