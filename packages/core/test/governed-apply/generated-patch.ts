import { serializeChange, type FilePatch, type Hunk, type HunkLine, type ParsedChange } from '@autopack/governed-apply'
import fc from 'fast-check'

/** A file before a patch, and the text of the patch: as it should be, or with something wrong in it. */
export interface GeneratedPatch {
  readonly before: string | null
  readonly text: string
}

const text = fc.constantFrom('', 'a', 'b', 'c', ' a', 'a\r', '\ufeffa', '-- x', '++ x', '@@ -1 +1 @@', 'diff --git a/x b/x', 'ä', '\\ No newline at end of file', '\t', '\u2028', '<<<<<<< x')
const step = fc.record({ kind: fc.constantFrom<HunkLine['kind']>('context', 'context', 'context', 'added', 'deleted'), text })
const steps = fc.array(step, { maxLength: 24 })

/** Hunks with up to `around` lines of context, from what becomes of each line. */
function hunksOf(lines: readonly HunkLine[], around: number): readonly Hunk[] {
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'context'))
  const hunks: Hunk[] = []
  let [oldLine, newLine] = [1, 1]
  let open: { oldStart: number; newStart: number; lines: HunkLine[] } | null = null
  const close = (): void => {
    if (open === null) return
    const has = (without: HunkLine['kind']): boolean => open?.lines.some(({ kind }) => kind !== without) === true
    hunks.push({ ...open, oldStart: has('added') ? open.oldStart : open.oldStart - 1, newStart: has('deleted') ? open.newStart : open.newStart - 1 })
    open = null
  }
  for (const [index, line] of lines.entries()) {
    if (isNear[index] === true) (open ??= { oldStart: oldLine, newStart: newLine, lines: [] }).lines.push(line)
    else close()
    if (line.kind !== 'added') oldLine += 1
    if (line.kind !== 'deleted') newLine += 1
  }
  close()
  return hunks
}

/** The last line of a side may lack its line feed; where both sides end in it, it is one line. */
function withEnds(lines: readonly HunkLine[], ends: { readonly old: boolean; readonly new: boolean }): readonly HunkLine[] {
  const last = (without: HunkLine['kind']): number => lines.findLastIndex(({ kind }) => kind !== without)
  const [old, now] = [last('added'), last('deleted')]
  return lines.map((line, index) => {
    // an empty line without a line feed is no line
    if (line.text === '') return line
    if (line.kind === 'context') return index === old && index === now ? { ...line, terminated: ends.old } : line
    return index === (line.kind === 'deleted' ? old : now) ? { ...line, terminated: line.kind === 'deleted' ? ends.old : ends.new } : line
  })
}

const file = fc.record({ steps, around: fc.constantFrom(1, 3, 3, 3, 20), old: fc.boolean(), new: fc.boolean(), format: fc.constantFrom<'git-diff' | 'unified-diff'>('git-diff', 'unified-diff'), mode: fc.constantFrom('100644', '100644', '100755') })

/** A patch of `path` that is right, as text, with the file it is for. */
export function rightPatch(path: string): fc.Arbitrary<GeneratedPatch & { readonly parsed: Exclude<ParsedChange, { format: 'edits' }> }> {
  return file
    .map(({ steps: kinds, around, format, mode, ...ends }) => {
      const lines = withEnds(kinds.map((line) => ({ ...line, terminated: true })), ends)
      const before = lines.filter(({ kind }) => kind !== 'added').map(bytes).join('')
      const isNew = before === '' && lines.length > 0
      const isGone = !isNew && lines.length > 0 && lines.every(({ kind }) => kind === 'deleted')
      const isGit = format === 'git-diff'
      const patch: FilePatch = { from: isNew ? null : path, to: isGone ? null : path, oldMode: isNew || !isGit ? null : '100644', newMode: isGone || !isGit ? null : isNew ? mode : '100644', hunks: hunksOf(lines, isNew || isGone ? 100 : around) }
      const parsed = { format, files: [patch] }
      return { before: isNew ? null : before, parsed, text: serializeChange(parsed) }
    })
    .filter(({ parsed }) => parsed.files.some((patch) => 'hunks' in patch && patch.hunks.length > 0))
}

function bytes({ text: line, terminated }: HunkLine): string {
  return terminated ? `${line}\n` : line
}

const mutation = fc.record({ kind: fc.constantFrom('drop', 'repeat', 'swap', 'number', 'mark', 'insert'), at: fc.nat({ max: 60 }), by: fc.integer({ min: -2, max: 3 }), text })

function mutate(original: string, { kind, at, by, text: word }: { kind: string; at: number; by: number; text: string }): string {
  const lines = original.split('\n')
  const index = at % Math.max(1, lines.length - 1)
  const line = lines[index] ?? ''
  const changed: Readonly<Record<string, readonly string[]>> = {
    drop: [],
    repeat: [line, line],
    swap: [lines[index + 1] ?? '', line],
    number: [line.replace(/\d+/, (digits) => `${Math.max(0, Number(digits) + by)}`)],
    mark: [[' ', '+', '-', '\\ '][at % 4] + line.slice(1)],
    insert: [line, word],
  }
  return lines.toSpliced(index, kind === 'swap' ? 2 : 1, ...(changed[kind] ?? [])).join('\n')
}

/** A patch that somebody has spoiled, mostly. */
export function anyPatch(path: string): fc.Arbitrary<GeneratedPatch & { readonly format: 'git-diff' | 'unified-diff' }> {
  return fc.tuple(rightPatch(path), fc.array(mutation, { maxLength: 2 })).map(([{ before, parsed, text: right }, mutations]) => ({
    before,
    format: parsed.format,
    text: mutations.reduce(mutate, right),
  }))
}

const awkward = ['a', 'a b', 'x b/y', 'ä', 'a\u0308', '日本', '-n', '.hidden', 'deep/er/x', 'q"uote', "it's", '[id]', 'a,b', '@@ x', 'dev/null', 'a/a/a', 'tab\tx', 'new\nline', '\u2028', '+++ b', 'rename from x', '🎉'] as const
const names = fc.uniqueArray(fc.constantFrom(...awkward), { minLength: 1, maxLength: 6, selector: (name) => name.normalize('NFC').toLowerCase() }).filter((found) => !(found.includes('a') && found.includes('a/a/a')))
const mode = fc.constantFrom('100644', '100755')

/** What a header alone says: files that come and go empty, new names, new modes; of awkward names. */
export const anyHeaders: fc.Arbitrary<ParsedChange> = fc.tuple(names, fc.array(fc.record({ kind: fc.constantFrom('new', 'gone', 'renamed', 'mode'), from: mode, to: mode }), { minLength: 6, maxLength: 6 })).map(([found, kinds]) => ({
  format: 'git-diff',
  files: found.map((name, index): FilePatch => {
    const { kind, from, to } = kinds[index] ?? { kind: 'new', from: '100644', to: '100644' }
    if (kind === 'new') return { from: null, to: name, oldMode: null, newMode: to, hunks: [] }
    if (kind === 'gone') return { from: name, to: null, oldMode: from, newMode: null, hunks: [] }
    if (kind === 'renamed') return { from: name, to: `renamed/${name}`, oldMode: from, newMode: to, hunks: [] }
    return { from: name, to: name, oldMode: from, newMode: from === '100644' ? '100755' : '100644', hunks: [] }
  }),
}))

const content = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(text).map((lines) => lines.join('\n')))
const operation = fc.oneof(
  fc.record({ action: fc.constant<'write'>('write'), content }),
  fc.record({ action: fc.constant<'delete'>('delete') }),
  fc.record({ action: fc.constant<'edit'>('edit'), edits: fc.array(fc.record({ search: content.filter((search) => search !== ''), replace: content }), { minLength: 1, maxLength: 4 }) }),
)

/** Whole files, deletes, edits and renames, of awkward names. */
export const anyEdits: fc.Arbitrary<ParsedChange> = fc.tuple(names, fc.array(operation, { minLength: 6, maxLength: 6 }), fc.boolean()).map(([found, operations, renames]) => ({
  format: 'edits',
  files: found.map((path, index) => (renames && index === 0 ? { action: 'rename', path, to: `renamed/${path}` } : { ...(operations[index] ?? { action: 'delete' }), path })),
}))
