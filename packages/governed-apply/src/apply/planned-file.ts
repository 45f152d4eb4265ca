import type { ParsedChange } from '../formats/parsed-change.ts'
import { ChangeProblem } from '../formats/change-problem.ts'
import { applyEdits } from './apply-edits.ts'
import { applyHunks } from './apply-hunks.ts'
import { inFormOf } from './line-endings.ts'

/** A file as the base has it; null where there is none. Text is null where the bytes are no UTF-8. */
export interface BaseFile {
  readonly mode: string
  readonly blob: string
  readonly text: string | null
}

/** A file as it shall be: its text, or a blob that only moves. */
export type PlannedContent = { readonly mode: string } & ({ readonly text: string } | { readonly blob: string })

export interface PlannedFile {
  readonly path: string
  readonly after: PlannedContent | null
}

/** A new file where the base has one. */
export class FileExists extends ChangeProblem {
  readonly path: string
  constructor(path: string) {
    super(`${path} exists already; edit it, or write it in full`)
    this.path = path
  }
}

/** What a change makes of the files it names. Throws a ChangeProblem, a FileExists among them. */
export function planFiles(parsed: ParsedChange, base: ReadonlyMap<string, BaseFile | null>): readonly PlannedFile[] {
  return parsed.format === 'edits' ? parsed.files.flatMap((file) => planOperation(file, base)) : parsed.files.flatMap((file) => planPatch(file, base))
}

type Operation = Extract<ParsedChange, { format: 'edits' }>['files'][number]
type Patch = Exclude<ParsedChange, { format: 'edits' }>['files'][number]

function planOperation(file: Operation, base: ReadonlyMap<string, BaseFile | null>): readonly PlannedFile[] {
  const { path } = file
  if (file.action === 'write') return [{ path, after: written(path, base.get(path) ?? null, file.content) }]
  const before = existing(path, base)
  if (file.action === 'delete') return [{ path, after: null }]
  if (file.action === 'rename') return [{ path, after: null }, { path: vacant(file.to, base), after: { mode: before.mode, blob: before.blob } }]
  if (!isFile(before.mode)) throw new ChangeProblem(`${path} is a link or a repository of its own, and cannot be edited`)
  return [{ path, after: { mode: before.mode, text: applyEdits(path, textOf(path, before), file.edits) } }]
}

/** Above this an existing file is edited, not rewritten: a whole rewrite loses what its writer did not see. */
const longestRewrite = 1000

function written(path: string, before: BaseFile | null, content: string): PlannedContent {
  if (before === null) return { mode: '100644', text: content }
  if (!isFile(before.mode)) throw new ChangeProblem(`${path} is a link or a repository of its own; delete it first`)
  const lines = before.text?.split('\n').length ?? 0
  if (lines > longestRewrite) throw new ChangeProblem(`${path} has ${lines} lines; files of more than ${longestRewrite} are changed by \`edit\`, not rewritten`)
  return { mode: before.mode, text: inFormOf(before.text ?? '', content) }
}

function planPatch({ from, to, oldMode, newMode, hunks }: Patch, base: ReadonlyMap<string, BaseFile | null>): readonly PlannedFile[] {
  if (from === null) return to === null ? [] : [{ path: vacant(to, base), after: { mode: newMode ?? '100644', text: applyHunks(to, '', hunks) } }]
  const before = existing(from, base)
  if (before.mode === '160000') throw new ChangeProblem(`${from} is a repository of its own, and is not changed by a diff`)
  if (oldMode !== null && oldMode !== before.mode) throw new ChangeProblem(`${from} has the mode ${before.mode}, and not ${oldMode} as the diff says`)
  const after = hunks.length === 0 ? null : applyHunks(from, textOf(from, before), hunks)
  if (to === null) {
    if ((after ?? before.text) !== '') throw new ChangeProblem(`${from} is deleted, but the diff does not show all of its lines`)
    return [{ path: from, after: null }]
  }
  const mode = newMode ?? before.mode
  if ((mode === '120000') !== (before.mode === '120000')) throw new ChangeProblem(`${from} does not turn from a file into a link or back in one step; delete it and make a new one`)
  const content: PlannedContent = after === null ? { mode, blob: before.blob } : { mode, text: after }
  return from === to ? [{ path: to, after: content }] : [{ path: from, after: null }, { path: vacant(to, base), after: content }]
}

function existing(path: string, base: ReadonlyMap<string, BaseFile | null>): BaseFile {
  const found = base.get(path) ?? null
  if (found === null) throw new ChangeProblem(`${path} is not there, so it cannot be changed`)
  return found
}

function vacant(path: string, base: ReadonlyMap<string, BaseFile | null>): string {
  if ((base.get(path) ?? null) !== null) throw new FileExists(path)
  return path
}

function textOf(path: string, { text }: BaseFile): string {
  if (text === null) throw new ChangeProblem(`${path} is no UTF-8 text; write it in full`)
  return text
}

function isFile(mode: string): boolean {
  return mode === '100644' || mode === '100755'
}
