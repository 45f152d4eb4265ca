import type { FilePatch, Hunk, HunkLine } from '../parsed-change.ts'
import { countLines } from './parse-hunk.ts'
import { quotePath } from './quoted-path.ts'

const marks: Readonly<Record<HunkLine['kind'], string>> = { context: ' ', added: '+', deleted: '-' }

/** A diff in one spelling: no times, no section names, no abbreviated hashes, names in quotes only where they need them. */
export function serializeDiff(format: 'unified-diff' | 'git-diff', files: readonly FilePatch[]): string {
  return files.map((file) => `${format === 'git-diff' ? gitHeader(file) : ''}${body(file)}`).join('')
}

function gitHeader({ from, to, oldMode, newMode, hunks }: FilePatch): string {
  const [old, now] = [from ?? to ?? '', to ?? from ?? '']
  const isEmpty = hunks.length === 0
  const lines = [
    `diff --git ${quote(`a/${old}`)} ${quote(`b/${now}`)}`,
    ...(from !== null && to !== null && oldMode !== newMode ? [`old mode ${oldMode}`, `new mode ${newMode}`] : []),
    ...(from === null ? [`new file mode ${newMode}`] : []),
    ...(to === null ? [`deleted file mode ${oldMode}`] : []),
    ...(from !== null && to !== null && from !== to ? [`rename from ${quote(from)}`, `rename to ${quote(to)}`] : []),
    // hashes are not kept: the line stands for the mode, or for a file that is empty
    ...(from === null && isEmpty ? ['index 0000000..e69de29'] : []),
    ...(to === null && isEmpty ? ['index e69de29..0000000'] : []),
    ...(from !== null && to !== null && oldMode === newMode && oldMode !== null ? [`index 0000000..0000000 ${oldMode}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

function body({ from, to, hunks }: FilePatch): string {
  if (hunks.length === 0) return ''
  return `--- ${nameOf(from, 'a/')}\n+++ ${nameOf(to, 'b/')}\n${hunks.map(hunkText).join('')}`
}

function nameOf(path: string | null, prefix: string): string {
  if (path === null) return '/dev/null'
  // a tab ends a name that holds spaces, for those who would end it there
  return `${quote(prefix + path)}${path.includes(' ') && !quote(path).startsWith('"') ? '\t' : ''}`
}

function quote(name: string): string {
  return quotePath(name, { ascii: false })
}

function hunkText({ oldStart, newStart, lines }: Hunk): string {
  const count = countLines(lines)
  const rows = lines.map(({ kind, text, terminated }) => `${marks[kind]}${text}\n${terminated ? '' : '\\ No newline at end of file\n'}`)
  return `@@ -${oldStart},${count.old} +${newStart},${count.new} @@\n${rows.join('')}`
}
