import { commentedJsonErrors, jsonErrors } from './json-errors.ts'
import type { Language } from './language.ts'
import type { PythonReader } from './python-errors.ts'
import { isShallow, scriptErrors } from './script-errors.ts'
import { treeErrors } from './tree-errors.ts'
import type { FoundErrors } from './found-errors.ts'

/** What a parser of the language says of a text, the language's own where there is one; null when none could tell. */
export async function syntaxErrors(language: Language, text: string, python: PythonReader | null): Promise<FoundErrors | null> {
  if (language.name === 'JSON') return jsonErrors(text)
  if (language.name === 'JSON with comments') return commentedJsonErrors(text)
  if (language.script !== undefined && isShallow(text)) return scriptErrors(text, language.script)
  const own = language.name === 'Python' && python !== null ? await python(text) : null
  if (own !== null) return own
  return language.grammar === null ? null : treeErrors(language.grammar, text)
}
