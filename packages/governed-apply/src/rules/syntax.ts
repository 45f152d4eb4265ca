import { languageOf } from '../syntax/language.ts'
import { syntaxErrors } from '../syntax/syntax-errors.ts'
import { fileRule } from './file-rule.ts'

/** What its language's parser cannot read. A file that had errors before may keep as many. */
export const syntax = fileRule('syntax', async ({ path, before, after }, _request, python) => {
  const language = languageOf(path)
  if (language === null || after.isBinary || after.text === '') return null
  const now = await syntaxErrors(language, after.text, python)
  if (now?.first == null) return null
  const then = before === null || before.text === '' ? null : await syntaxErrors(language, before.text, python)
  if (now.count <= (then?.count ?? 0)) return null
  return `${path}:${now.first.line} is not valid ${language.name}: ${now.first.message}; write the file so that it parses`
})
