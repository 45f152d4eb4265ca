import type { FoundErrors } from './found-errors.ts'
import type { Language } from './language.ts'
import type { PythonReader } from './python-errors.ts'
import { syntaxErrors } from './syntax-errors.ts'
import { treeErrors } from './tree-errors.ts'

/** Errors of a text that has more of them than the one before it; null where it has no more. `unreadable`: no parser could tell, though one could before. */
export async function newErrors(language: Language, before: string, after: string, python: PythonReader | null): Promise<FoundErrors | 'unreadable' | null> {
  const now = await syntaxErrors(language, after, python)
  if (now?.count === 0) return null
  const then = before === '' ? nothing : await syntaxErrors(language, before, python)
  if (now === null) return then === null ? null : 'unreadable'
  if (now.count > (then?.count ?? 0)) return now
  const tellsOfOne = language.name === 'Python' || language.script !== undefined
  return tellsOfOne && language.grammar !== null ? countedErrors(language.grammar, before, after) : null
}

const nothing: FoundErrors = { count: 0, first: null }

/** Python and oxc stop at the first error that they cannot go on from: where both texts have one, the grammar counts. */
async function countedErrors(grammar: string, before: string, after: string): Promise<FoundErrors | 'unreadable' | null> {
  const [then, now] = [await treeErrors(grammar, before), await treeErrors(grammar, after)]
  if (now === null) return then === null ? null : 'unreadable'
  return now.count > (then?.count ?? 0) ? now : null
}
