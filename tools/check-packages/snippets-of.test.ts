import { expect, test } from 'vitest'
import { snippetsOf } from './snippets-of.mjs'

test('every ts and js fence is a snippet, other languages and fragments are not', () => {
  const markdown = ['```ts', 'a', 'b', '```', '```sh', 'no', '```', '```ts fragment', 'no', '```', '```js', 'c', '```'].join('\n')
  expect(snippetsOf(markdown)).toEqual([
    { language: 'ts', code: 'a\nb\n' },
    { language: 'js', code: 'c\n' },
  ])
})
