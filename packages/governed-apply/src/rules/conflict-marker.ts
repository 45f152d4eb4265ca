import type { FileBody } from '../content/changed-file.ts'
import { fileRule } from './file-rule.ts'

/** A merge left half done, or one end of it. Files that held as many such markers before may keep them. */
export const conflictMarker = fileRule('conflict-marker', ({ path, before, after }) =>
  hasMore(before, after) && isConflict(after) ? `${path} holds conflict markers (<<<<<<< … >>>>>>>); settle the conflict and remove them` : null,
)

const [start, middle, end] = [/^<{7}(?: |$)/gm, /^(?:={7}$|\|{7}(?: |$))/gm, /^>{7}(?: |$)/gm]

function hasMore(before: FileBody | null, after: FileBody): boolean {
  return [start, end].some((marker) => count(after, marker) > count(before, marker))
}

/** A row of equals signs alone is a heading. */
function isConflict(body: FileBody): boolean {
  return [start, middle, end].filter((marker) => count(body, marker) > 0).length > 1
}

function count(body: FileBody | null, marker: RegExp): number {
  return body?.text.match(marker)?.length ?? 0
}
