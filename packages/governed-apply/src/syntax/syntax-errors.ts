import { jsonErrors } from './json-errors.ts'
import type { Language } from './language.ts'
import { isShallow, scriptErrors } from './script-errors.ts'
import { treeErrors } from './tree-errors.ts'
import type { FoundErrors } from './found-errors.ts'

/** What a parser of the language says of a text; null when none could tell. */
export async function syntaxErrors(language: Language, text: string): Promise<FoundErrors | null> {
  if (language.name === 'JSON') return jsonErrors(text)
  if (language.script !== undefined && isShallow(text)) return scriptErrors(text, language.script)
  return language.grammar === null ? null : treeErrors(language.grammar, text)
}
