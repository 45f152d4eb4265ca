import { createCommandRunner } from '@autopack/command-sandbox'
import type { ChangeJudgement } from '@autopack/contracts'
import { createGovernor } from '@autopack/governed-apply'
import { createMemoryRepository } from '@autopack/testkit'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { policy } from './real-world.ts'

const isThere = existsSync('/usr/bin/python3')
const name = isThere ? '' : ' (NOT TESTED: install python3)'

async function judge(before: string | null, after: string, path: string | undefined): Promise<ChangeJudgement> {
  const repository = createMemoryRepository({ files: before === null ? {} : { 'tool.py': before } })
  const base = repository.refs.get('refs/heads/main') ?? ''
  const [blob = ''] = await repository.writeBlobs([Buffer.from(after)])
  const tree = await repository.writeTree(base, [{ path: 'tool.py', after: { mode: '100644', blob } }])
  const runner = createCommandRunner({ environment: { PATH: path, TMPDIR: tmpdir() } })
  return createGovernor({ repository, runner }).judge({ change: { base, tree }, onto: base, scope: ['**'], deliverables: [], policy })
}

/** A grammar that reads both Pythons finds nothing wrong here. */
const old = 'print "hello"\n'

test.skipIf(!isThere)(`in a sandbox, Python itself says what is no Python${name}`, async () => {
  expect(await judge(null, old, process.env['PATH'])).toMatchObject({ kind: 'rejected', reasons: [{ rule: 'syntax', message: expect.stringMatching(/^tool\.py:1 is not valid Python: Missing parentheses .* \(Python 3\.\d+\)/) }] })
  expect(await judge(null, 'print("hello")\n', process.env['PATH'])).toMatchObject({ kind: 'accepted' })
})

test.skipIf(!isThere)(`what was wrong before may stay so${name}`, async () => {
  expect(await judge(old, `${old}print "again"\n`, process.env['PATH'])).toMatchObject({ kind: 'accepted' })
})

test('a process is given what it can read, in whatever isolation this host has', async () => {
  const runner = createCommandRunner({ environment: { PATH: process.env['PATH'], TMPDIR: tmpdir() } })
  const command = { use: 'ci', argv: ['cat'], cwd: '/', writable: [], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1 << 21, marker: 'stdin:1:x' } as const
  const long = 'line\n'.repeat(200_000)
  expect(await runner.run({ ...command, stdin: Buffer.from(long) })).toMatchObject({ kind: 'exited', exitCode: 0, stdout: long })
  expect(await runner.run(command)).toMatchObject({ kind: 'exited', exitCode: 0, stdout: '' })
  expect(await runner.run({ ...command, argv: ['true'], stdin: Buffer.from(long) })).toMatchObject({ kind: 'exited', exitCode: 0 })
})
