import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CiEntry, CiRequest, CiResult } from '@autopack/contracts'
import { createMemoryArtifacts, createScriptedRunner, type ScriptedRunner, type ScriptedRunnerOptions } from '@autopack/testkit'
import { afterAll, expect, test } from 'vitest'
import { createCiRunner } from './create-ci-runner.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-ci-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Ran {
  readonly result: CiResult
  readonly runner: ScriptedRunner
  readonly checkout: string
  readonly artifacts: ReturnType<typeof createMemoryArtifacts>
}

async function run(entries: readonly CiEntry[], programs: ScriptedRunnerOptions['programs'], changes: Partial<CiRequest> = {}, checkout = mkdtempSync(join(root, 'checkout-'))): Promise<Ran> {
  const runner = createScriptedRunner({ programs })
  const artifacts = createMemoryArtifacts()
  const ci = createCiRunner({ runner, artifacts, environment: { TOKEN: 'from the host', OTHER: 'not asked for' } })
  const request = { entries, checkout, run: 'r', env: { PHASE: 'phase' }, timeoutMs: 60_000, marker: 'r:1:ci', ...changes }
  return { result: await ci.run(request, new AbortController().signal), runner, checkout, artifacts }
}

const passing = 'TAP version 13\nok 1 - works\n1..1\n'

test('the environment has one key for the same named variables, and another for others; what is not named is no part of it', () => {
  const keyIn = (environment: Readonly<Record<string, string>>, ...envFrom: readonly string[]): string =>
    createCiRunner({ runner: createScriptedRunner({ programs: {} }), artifacts: createMemoryArtifacts(), environment }).environmentKey([{ run: ['check'], envFrom: [...envFrom] }])
  const key = keyIn({ A: 'one', B: 'two' }, 'A')
  expect(key).not.toContain('one')
  expect(keyIn({ A: 'one', B: 'three' }, 'A')).toBe(key)
  expect(new Set([key, keyIn({ A: 'two' }, 'A'), keyIn({}, 'A'), keyIn({ A: '' }, 'A'), keyIn({ A: 'one', B: 'two' }, 'A', 'B')]).size).toBe(5)
})

test('an entry runs in its folder of the checkout, with its own and the named variables, writing nowhere else', async () => {
  const checkout = mkdtempSync(join(root, 'checkout-'))
  mkdirSync(join(checkout, 'packages/a'), { recursive: true })
  const entry: CiEntry = { run: ['check', '--all'], cwd: 'packages/a', env: { OWN: 'entry', PHASE: 'entry' }, envFrom: ['TOKEN', 'ABSENT'], network: true, timeout: 7 }
  const { runner } = await run([entry], { check: () => ({}) }, {}, checkout)
  expect(runner.commands).toEqual([
    {
      use: 'ci',
      argv: ['check', '--all'],
      cwd: join(checkout, 'packages/a'),
      writable: [checkout],
      readable: [],
      env: { PHASE: 'entry', TOKEN: 'from the host', OWN: 'entry' },
      network: true,
      timeoutMs: 7_000,
      outputLimit: expect.any(Number),
      marker: 'r:1:ci',
    },
  ])
})

test('without a word there is no network, and the limit is five minutes or what is left of the phase', async () => {
  const { runner } = await run([{ run: ['check'] }], { check: () => ({}) }, { timeoutMs: 3_600_000 })
  expect(runner.commands[0]).toMatchObject({ network: false, timeoutMs: 300_000 })
  const short = await run([{ run: ['check'] }], { check: () => ({}) }, { timeoutMs: 1_000 })
  expect(short.runner.commands[0]?.timeoutMs).toBeLessThanOrEqual(1_000)
})

test('output is kept whole as an artifact, its end as an excerpt in which the checkout has no name', async () => {
  const { result, artifacts, checkout } = await run([{ run: ['check'] }], { check: ({ cwd }) => ({ exitCode: 1, stdout: `${'noise\n'.repeat(2_000)}error in ${cwd}/src/a.ts:3\n`, stderr: 'late' }) })
  const [entry] = result.entries
  expect(entry).toMatchObject({ ended: 'exited', exitCode: 1, report: null, reportError: null })
  expect(entry?.excerpt.endsWith('error in src/a.ts:3\n\nlate')).toBe(true)
  expect(Buffer.byteLength(entry?.excerpt ?? '')).toBeLessThanOrEqual(4_000)
  const kept = Buffer.from((await artifacts.get('r', entry?.output.hash ?? '')) ?? []).toString()
  expect([kept.startsWith('noise\n'), kept.includes(checkout), entry?.output.name]).toEqual([true, true, 'ci-output.txt'])
})

test('a report on stdout is read', async () => {
  const { result } = await run([{ run: ['check'], report: { format: 'tap' } }], { check: () => ({ stdout: passing }) })
  expect(result.entries[0]?.report).toEqual({ cases: [{ name: 'works', status: 'passed' }], collectionErrors: [] })
})

test('a report in a file is read from the folder of the entry, and an old one never', async () => {
  const checkout = mkdtempSync(join(root, 'checkout-'))
  mkdirSync(join(checkout, 'a/out'), { recursive: true })
  writeFileSync(join(checkout, 'a/out/report.tap'), 'TAP version 13\nok 1 - stale\n1..1\n')
  const entry: CiEntry = { run: ['check'], cwd: 'a', report: { format: 'tap', from: 'out/report.tap' } }
  const silent = await run([entry], { check: () => ({}) }, {}, checkout)
  expect(silent.result.entries[0]).toMatchObject({ report: null, reportError: expect.stringContaining('wrote no report at "out/report.tap"') })
  const writing = await run([entry], { check: ({ cwd }) => (writeFileSync(join(cwd, 'out/report.tap'), passing), {}) }, {}, checkout)
  expect(writing.result.entries[0]?.report?.cases).toEqual([{ name: 'works', status: 'passed' }])
})

test('a report path or folder that leads out of the checkout is refused before anything is removed or run', async () => {
  const outside = mkdtempSync(join(root, 'outside-'))
  writeFileSync(join(outside, 'report.tap'), 'precious')
  const checkout = mkdtempSync(join(root, 'checkout-'))
  symlinkSync(outside, join(checkout, 'out'))
  const report = await run([{ run: ['check'], report: { format: 'tap', from: 'out/report.tap' } }], { check: () => ({}) }, {}, checkout)
  expect([report.result.entries[0]?.ended, report.runner.commands, readFileSync(join(outside, 'report.tap'), 'utf8')]).toEqual(['denied', [], 'precious'])
  const folder = await run([{ run: ['check'], cwd: 'out' }, { run: ['check'] }], { check: () => ({}) }, {}, checkout)
  expect([folder.result.entries.map(({ ended }) => ended), folder.runner.commands]).toEqual([['denied'], []])
})

test('a link that a command leaves where its report should be is not followed out of the checkout', async () => {
  const outside = mkdtempSync(join(root, 'outside-'))
  writeFileSync(join(outside, 'report.tap'), passing)
  const entry: CiEntry = { run: ['check'], report: { format: 'tap', from: 'report.tap' } }
  const { result, checkout } = await run([entry], { check: ({ cwd }) => (symlinkSync(join(outside, 'report.tap'), join(cwd, 'report.tap')), { stdout: passing }) })
  expect(result.entries[0]).toMatchObject({ report: null, reportError: expect.stringContaining('not a file of the checkout') })
  const again = await run([entry], { check: () => ({}) }, {}, checkout)
  expect([again.result.entries[0]?.report, existsSync(join(outside, 'report.tap'))]).toEqual([null, true])
})

test('a report cut by the output limit is no report', async () => {
  const { result } = await run([{ run: ['check'], report: { format: 'tap' } }], { check: ({ outputLimit }) => ({ stdout: passing + 'x'.repeat(outputLimit) }) })
  expect(result.entries[0]).toMatchObject({ report: null, reportError: expect.stringContaining('report.from') })
})

test('after a command that cannot run, nothing more is run; after one that fails, the rest is', async () => {
  const missing = await run([{ run: ['nope'] }, { run: ['check'] }], { check: () => ({}) })
  expect(missing.result.entries.map(({ ended }) => ended)).toEqual(['not-found'])
  const failing = await run([{ run: ['fail'] }, { run: ['hang'], timeout: 0.02 }, { run: ['die'] }, { run: ['check'] }], {
    fail: () => ({ exitCode: 2 }),
    hang: () => ({ hangs: true }),
    die: () => ({ signal: 'SIGSEGV' }),
    check: () => ({}),
  })
  expect(failing.result.entries.map(({ ended, exitCode }) => [ended, exitCode])).toEqual([
    ['exited', 2],
    ['timed-out', null],
    ['signalled', null],
    ['exited', 0],
  ])
})

test('a failure is described for the next attempt, a success is not', async () => {
  const ci = createCiRunner({ runner: createScriptedRunner({ programs: {} }), artifacts: createMemoryArtifacts(), environment: {} })
  const { result } = await run([{ run: ['check'], report: { format: 'tap' } }], { check: () => ({ exitCode: 1, stdout: "TAP version 13\nnot ok 1 - greets\n  ---\n  error: 'no greeting'\n  ...\n1..1\n" }) })
  expect(ci.describe(result, ci.judge(result, null))).toContain('greets: no greeting')
  const { result: fine } = await run([{ run: ['check'] }], { check: () => ({ stdout: 'chatter' }) })
  expect(ci.describe(fine, ci.judge(fine, null))).toBe('')
})
