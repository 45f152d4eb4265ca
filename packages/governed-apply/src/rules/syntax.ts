import { languageOf, languageOfScript } from '../syntax/language.ts'
import { newErrors } from '../syntax/new-errors.ts'
import { fileRule } from './file-rule.ts'

/** What its language's parser cannot read. A file that had errors before may keep as many. */
export const syntax = fileRule('syntax', async ({ path, before, after }, _request, python) => {
  const language = languageOf(path) ?? languageOfScript(path, after.text)
  if (language === null || after.isBinary || after.text === '') return null
  const errors = await newErrors(language, before?.text ?? '', after.text, python)
  if (errors === null) return null
  if (errors === 'unreadable') return `${path} is more than a parser of ${language.name} can read: nobody can say whether it is valid; nest it less, or split it`
  return `${path}:${errors.first?.line ?? 1} is not valid ${language.name}: ${errors.first?.message ?? 'it does not parse'}; write the file so that it parses`
})
