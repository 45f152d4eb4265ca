import type { FilePatch, Hunk, ParsedChange } from '../parsed-change.ts'
import { checkHunks } from './check-hunks.ts'
import { parseFileNames } from './file-names.ts'
import { parseGitHeader } from './git-header.ts'
import { createLineReader, type LineReader } from './line-reader.ts'
import { parseHunk } from './parse-hunk.ts'

/** Files of a diff; more is none that anybody reads. */
const most = 10_000

/** A diff, nothing before, between or after its files. Throws a ChangeProblem. */
export function parseDiff(format: 'unified-diff' | 'git-diff', text: string): ParsedChange {
  const reader = createLineReader(text)
  const files: FilePatch[] = []
  while (reader.peek() !== null) {
    const file = format === 'git-diff' ? parseGitFile(reader) : parseUnifiedFile(reader)
    checkHunks(file)
    files.push(file)
    if (files.length > most) throw reader.problem(`the diff has more than ${most} files; split it`)
  }
  return { format, files }
}

function parseUnifiedFile(reader: LineReader): FilePatch {
  const names = parseFileNames(reader)
  if (names === null) throw reader.problem(`expected --- a/path, found ${JSON.stringify((reader.peek() ?? '').slice(0, 80))}`)
  if (names.from !== null && names.to !== null && names.from !== names.to) throw reader.problem(`${names.from} and ${names.to} differ; a unified diff renames nothing, use a git diff`)
  return { ...names, oldMode: null, newMode: null, hunks: parseHunks(reader) }
}

function parseGitFile(reader: LineReader): FilePatch {
  const header = parseGitHeader(reader)
  const names = parseFileNames(reader)
  if (names !== null && (names.from !== header.from || names.to !== header.to)) throw reader.problem('--- and +++ name other files than the lines above them')
  if (names === null) return { ...header, hunks: [] }
  return { ...header, hunks: parseHunks(reader) }
}

function parseHunks(reader: LineReader): readonly Hunk[] {
  const hunks = [parseHunk(reader)]
  while (reader.peek()?.startsWith('@@') === true) hunks.push(parseHunk(reader))
  return hunks
}
