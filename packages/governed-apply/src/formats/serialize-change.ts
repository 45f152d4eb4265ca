import { serializeDiff } from './diff/serialize-diff.ts'
import type { ParsedChange } from './parsed-change.ts'

/** The canonical text of a change, in its own format; reading it gives the same change. */
export function serializeChange(parsed: ParsedChange): string {
  if (parsed.format !== 'edits') return serializeDiff(parsed.format, parsed.files)
  return `${JSON.stringify({ files: parsed.files }, null, 2)}\n`
}
