import { createMemoryRepository } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { createGovernor, parseChange, type ChangeFormat } from '../../src/index.ts'

const controls = { 'a line feed': '\n', 'a carriage return': '\r', 'an escape sequence': '\u001b[2J', 'a title of the window': '\u001b]0;x\u0007', 'a bell': '\u0007', 'a backspace': '\b', 'a delete': '\u007f', 'a C1 sequence': '\u009b2J', 'a line separator': '\u2028', 'a paragraph separator': '\u2029', 'a right-to-left override': '\u202e', 'an isolate': '\u2066' }
const raw = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const policy = { digest: 'x', classes: [{ name: 'config', globs: ['**'], verdict: 'ask' }], allowPaths: [], limits: { files: 1, changedBytes: 1 } } as const

const changes: Readonly<Record<string, (control: string) => readonly [ChangeFormat, string]>> = {
  'a path named twice': (control) => ['edits', JSON.stringify({ files: [{ action: 'delete', path: `a${control}b` }, { action: 'delete', path: `a${control}b` }] })],
  'a mode': (control) => ['git-diff', `diff --git a/x b/x\nnew file mode ${control}\n`],
  'a name without a prefix': (control) => ['unified-diff', `--- x${control}\n+++ y\n`],
}

describe.each(Object.entries(controls))('%s', (_, control) => {
  test('in a path stays out of what the policy says of it', () => {
    const path = `src/a${control}b`
    const said = createGovernor({ repository: createMemoryRepository() }).foresee([path], ['docs/**'], policy)
    expect(said.map(({ message }) => message).join(' ')).toContain('src/a')
    expect(said.filter(({ message }) => raw.test(message))).toEqual([])
  })

  test.each(Object.entries(changes))('in %s stays out of what is said of the change', (_name, change) => {
    const outcome = parseChange(...change(control))
    expect(outcome.kind === 'invalid' && outcome.problems.filter((problem) => raw.test(problem))).toEqual([])
  })
})
