import type { FileBody } from '../content/changed-file.ts'
import { fileRule } from './file-rule.ts'

/** A merge left half done. Files that held such markers before may keep them. */
export const conflictMarker = fileRule('conflict-marker', ({ path, before, after }) =>
  hasMarkers(after) && !hasMarkers(before) ? `${path} holds conflict markers (<<<<<<< … >>>>>>>); settle the conflict and remove them` : null,
)

/** Both ends at the beginning of a line: a row of equals signs alone is a heading. */
function hasMarkers(body: FileBody | null): boolean {
  return body !== null && /^<{7}(?: |$)/m.test(body.text) && /^>{7}(?: |$)/m.test(body.text)
}
