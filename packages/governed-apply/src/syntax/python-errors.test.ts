import { spawnSync } from 'node:child_process'
import type { CommandOutcome, CommandSpecification } from '@autopack/contracts'
import { describe, expect, test } from 'vitest'
import { createPythonReader } from './python-errors.ts'

const isThere = spawnSync('/usr/bin/python3', ['-I', '-c', '1']).status === 0
const nothing = { stderr: '', droppedBytes: 0, durationMs: 0, survivors: 0 }

/** Runs the system's Python, and counts how often. */
function counting(): { readonly run: (command: CommandSpecification) => Promise<CommandOutcome>; readonly runs: () => number } {
  let runs = 0
  return {
    runs: () => runs,
    run: async ({ argv: [, ...args], stdin }) => {
      runs += 1
      const { status, stdout } = spawnSync('/usr/bin/python3', args, { input: stdin === undefined ? '' : Buffer.from(stdin), encoding: 'utf8' })
      return { kind: 'exited', exitCode: status ?? 1, stdout, ...nothing }
    },
  }
}

describe.skipIf(!isThere)(`Python’s own parser${isThere ? '' : ' (NOT TESTED: install python3)'}`, () => {
  test.each([
    ['x = 1\n', 0, null],
    ['\ufeffx = "ä"\r\n', 0, null],
    ['', 0, null],
    ['def f(x):\n    return f"{x!r:>{10}}"\n', 0, null],
    ['print "hello"\n', 1, 1],
    ['if 1:\n\tx = 1\n        y = 2\n', 1, 3],
    ['x = (\n', 1, 1],
    ['a\nb = \n', 1, 2],
    ['x = "\0"\n', 1, 1],
  ])('of %j finds %i errors, the first in line %s', async (text, count, line) => {
    const found = await createPythonReader(counting())(text)
    expect([found?.count, found?.first?.line ?? null]).toEqual([count, line])
  })

  test('says what is wrong and which Python says so', async () => {
    expect((await createPythonReader(counting())('x = = 1\n'))?.first?.message).toMatch(/^invalid syntax \(Python 3\.\d+\)$/)
  })

  test('is looked for once, and then reads all texts of one moment at once', async () => {
    const runner = counting()
    const read = createPythonReader(runner)
    const errors = await Promise.all(Array.from({ length: 20 }, (_, index) => read(index % 2 === 0 ? 'x = 1\n' : 'x =\n')))
    expect([errors.map((error) => error?.count), runner.runs()]).toEqual([Array.from({ length: 20 }, (_, index) => index % 2), 2])
    await read('y\n')
    expect(runner.runs()).toBe(3)
  })

  test('runs nothing of what it reads', async () => {
    expect(await createPythonReader(counting())('import sys\nsys.exit(3)\n')).toEqual({ count: 0, first: null })
  })

  test('does not tell where a text is too deep for it', async () => {
    expect(await createPythonReader(counting())(`x = ${'-'.repeat(100_000)}1\n`)).toBeNull()
  })
})

test.each([
  ['there is none', { kind: 'not-found', executable: 'python3', message: '' }],
  ['it may not be run', { kind: 'denied', message: '' }],
  ['it says something else', { kind: 'exited', exitCode: 0, stdout: 'Python 2', ...nothing }],
  ['it fails', { kind: 'exited', exitCode: 1, stdout: '[]', ...nothing }],
] as const)('where %s, nothing is told, and it is not asked for again', async (_, outcome) => {
  let runs = 0
  const read = createPythonReader({ run: async () => ((runs += 1), outcome) })
  expect([await read('x'), await read('y'), runs]).toEqual([null, null, 2])
})

test('a host that can start nothing is no secret', async () => {
  const read = createPythonReader({ run: () => Promise.reject(new Error('out of processes')) })
  expect(await Promise.allSettled([read('x'), read('y')])).toMatchObject([{ reason: { message: 'out of processes' } }, { reason: { message: 'out of processes' } }])
})

test('a Python that took too long to be found is looked for again', async () => {
  const outcomes: CommandOutcome[] = [{ kind: 'timed-out', stdout: '', ...nothing }]
  let runs = 0
  const read = createPythonReader({ run: async () => ((runs += 1), outcomes.shift() ?? { kind: 'exited', exitCode: 0, stdout: '["3.12", [null]]', ...nothing }) })
  expect([await read('x'), await read('y'), runs]).toEqual([null, { count: 0, first: null }, 3])
})

test('a host that failed once is asked again', async () => {
  let runs = 0
  const read = createPythonReader({ run: async () => ((runs += 1) === 1 ? Promise.reject(new Error('out of processes')) : { kind: 'exited', exitCode: 0, stdout: '["3.12", [null]]', ...nothing }) })
  await expect(read('x')).rejects.toThrow('out of processes')
  expect(await read('y')).toEqual({ count: 0, first: null })
})
