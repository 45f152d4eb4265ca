import { expect, test } from 'vitest'
import { namesModel } from './named-model.ts'

test.each([
  ['Rate limit reached for gpt-4o in organization org-x', 'gpt-4o', true],
  ['The model `gpt-4o` is overloaded.', 'gpt-4o', true],
  ['no more of gpt-4o.', 'gpt-4o', true],
  ['google/gemini-2.5:free is temporarily rate-limited upstream', 'google/gemini-2.5:free', true],
  ['Rate limit reached for gpt-4o-mini', 'gpt-4o', false],
  ['Rate limit reached for gpt-4.1', 'gpt-4', false],
  ['Rate limit reached for default-gpt-4', 'gpt-4', false],
  ['Rate limit reached for requests', 'gpt-4', false],
  ['Rate limit reached for gpt-4x5', 'gpt-4.5', false],
  ['anything', '', false],
])('"%s" of %s: %s', (words, model, named) => {
  expect(namesModel(words, model)).toBe(named)
})
