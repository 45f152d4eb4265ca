import type { LineReader } from './line-reader.ts'
import { readQuoted } from './quoted-path.ts'

export interface FileNames {
  readonly from: string | null
  readonly to: string | null
}

/** `--- a/path` and `+++ b/path`; null where there are none. Throws a ChangeProblem. */
export function parseFileNames(reader: LineReader): FileNames | null {
  const old = reader.take('--- ')
  if (old === null) return null
  const from = parseName(reader, old, 'a/')
  const added = reader.take('+++ ')
  if (added === null) throw reader.problem('expected +++ b/path after ---')
  const to = parseName(reader, added, 'b/')
  if (from === null && to === null) throw reader.problem('both sides are /dev/null')
  return { from, to }
}

/** What follows a tab is a time and means nothing. */
function parseName(reader: LineReader, written: string, prefix: string): string | null {
  const quoted = written.startsWith('"') ? readQuoted(written) : null
  const name = quoted?.name ?? written.replace(/\t.*$/s, '')
  const rest = quoted === null ? '' : written.slice(quoted.length)
  if (rest !== '' && !rest.startsWith('\t')) throw reader.problem('something follows a name in quotes')
  if (quoted === null && name === '/dev/null') return null
  if (!name.startsWith(prefix)) throw reader.problem(`the name ${JSON.stringify(name.slice(0, 200))} does not start with ${prefix}; write a/ before the old name and b/ before the new one`)
  if (name.includes('\r')) throw reader.problem('a name ends in a carriage return; the diff itself must have plain line feeds')
  return name.slice(prefix.length)
}
