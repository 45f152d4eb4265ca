import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathProblem } from './change-path.ts'
import { ancestorProblem, entryKind } from './checkout-entry.ts'
import type { FileChange } from './file-changes.ts'
import { editText } from './search-replace.ts'

/** Above this an existing file is edited, not rewritten: a whole rewrite loses what the model did not see. */
const longestRewrite = 1000

export type Operation =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }

export type PlannedChange = { readonly operation: Operation } | { readonly problem: string }

/** Turns one file of a proposal into an operation, or says what is wrong with it. Reads the checkout, writes nothing. */
export async function planChange(checkout: string, change: FileChange): Promise<PlannedChange> {
  for (const path of pathsOf(change)) {
    const problem = pathProblem(path) ?? (await ancestorProblem(checkout, path))
    if (problem !== null) return { problem }
  }
  const kind = await entryKind(checkout, change.path)
  if (change.action === 'write' && kind === 'absent') return write(change.path, change.content)
  if (kind === 'absent') return { problem: `${change.path} does not exist, so it cannot be changed by \`${change.action}\`` }
  if (kind === 'folder' || kind === 'special') return { problem: `${change.path} is not a file` }
  if (change.action === 'delete') return { operation: { kind: 'remove', path: change.path } }
  if (change.action === 'rename') return planRename(checkout, change)
  if (kind === 'symlink') return { problem: `${change.path} is a symbolic link; delete it first, or change the file it leads to` }
  return change.action === 'write' ? planRewrite(checkout, change) : planEdit(checkout, change)
}

export function pathsOf(change: FileChange): readonly string[] {
  return change.action === 'rename' ? [change.path, change.to] : [change.path]
}

async function planRename(checkout: string, { path, to }: Extract<FileChange, { action: 'rename' }>): Promise<PlannedChange> {
  if ((await entryKind(checkout, to)) !== 'absent') return { problem: `${path} cannot be renamed to ${to}, which exists; delete that first or choose another name` }
  return { operation: { kind: 'rename', path, to } }
}

async function planRewrite(checkout: string, { path, content }: Extract<FileChange, { action: 'write' }>): Promise<PlannedChange> {
  const lines = (await readFile(join(checkout, path), 'latin1')).split('\n').length
  if (lines > longestRewrite) return { problem: `${path} has ${lines} lines; files of more than ${longestRewrite} are changed by \`edit\`, not rewritten` }
  return write(path, content)
}

async function planEdit(checkout: string, { path, edits }: Extract<FileChange, { action: 'edit' }>): Promise<PlannedChange> {
  const text = decode(await readFile(join(checkout, path)))
  if (text === null) return { problem: `${path} is not UTF-8 text and cannot be edited` }
  const edited = editText(text, edits)
  return edited.kind === 'edited' ? write(path, edited.text) : { problem: `${path}: ${edited.message}` }
}

function write(path: string, content: string): PlannedChange {
  return { operation: { kind: 'write', path, content } }
}

/** Keeps a byte order mark, so that an edit gives back every byte it did not mean. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
