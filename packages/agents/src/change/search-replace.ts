import type { FileEdit } from './file-changes.ts'
import { nearMiss } from './near-miss.ts'

export type EditedText = { readonly kind: 'edited'; readonly text: string } | { readonly kind: 'problem'; readonly message: string }

/** Applies edits in order; each search block must occur exactly once in what the edits before it left. */
export function editText(original: string, edits: readonly FileEdit[]): EditedText {
  let text = original
  for (const [index, edit] of edits.entries()) {
    const { search, replace } = inLineEndingsOf(text, edit)
    const found = occurrences(text, search)
    const [at] = found
    if (at === undefined || found.length > 1) return { kind: 'problem', message: `edit ${index + 1}: ${explain(text, search, found)}` }
    text = text.slice(0, at) + replace + text.slice(at + search.length)
  }
  return { kind: 'edited', text }
}

function explain(text: string, search: string, found: readonly number[]): string {
  if (search === '') return 'the search block is empty; to fill or replace a whole file use `write`'
  if (found.length === 0) return `the search block does not occur in the file; ${nearMiss(text, search)}`
  const lines = found.slice(0, 5).map((at) => text.slice(0, at).split('\n').length)
  return `the search block occurs ${found.length} times, at lines ${lines.join(', ')}; add lines around it until it occurs once`
}

/** A model writes `\n`; a file with `\r\n` throughout keeps its endings. */
function inLineEndingsOf(text: string, edit: FileEdit): FileEdit {
  const windows = text.includes('\r\n') && !/(?<!\r)\n/.test(text)
  if (!windows || edit.search.includes('\r')) return edit
  return { search: edit.search.replaceAll('\n', '\r\n'), replace: edit.replace.replace(/\r?\n/g, '\r\n') }
}

function occurrences(text: string, search: string): number[] {
  const found: number[] = []
  if (search === '') return found
  for (let at = text.indexOf(search); at !== -1; at = text.indexOf(search, at + 1)) found.push(at)
  return found
}
