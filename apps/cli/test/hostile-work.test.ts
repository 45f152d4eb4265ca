import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

const tap = (lines: string): readonly string[] => ['node', '-e', `console.log(${JSON.stringify(`TAP version 13\n${lines}`)})`]

describe('what builders and CI may do wrong', () => {
  let bench: Bench
  let root: string
  let before: string

  const state = (): string => [bench.git(root, 'status', '--porcelain'), bench.git(root, 'rev-parse', 'main'), readFileSync(join(root, 'README.md'), 'utf8')].join('\n')
  const run = async (name: string, text: string): ReturnType<Bench['autopack']> => bench.autopack(root, 'run', bench.write(`${name}.json`, text), '--run-id', name)
  const withCi = (entry: object): string => planOf([{ id: 'one', code: writes('one.md'), more: { ci: [entry] } }])

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
    before = state()
  })
  afterAll(() => bench.remove())

  it('ends with 75 where a CI command does not exist', async () => {
    expect(await run('missing-ci', withCi({ run: ['no-such-program-here'] }))).toMatchObject({ code: 75, stderr: expect.stringContaining('no-such-program-here') })
  })

  it('does not take zero tests for a pass', async () => {
    const ran = await run('zero-tests', withCi({ run: tap('1..0'), report: { format: 'tap' } }))
    expect(ran.code).toBe(1)
    expect(`${ran.stdout}${ran.stderr}`).toMatch(/no test|zero test/i)
  })

  it('keeps no change that takes a test away, until a person says so', async () => {
    const off = `const fs = require('node:fs'); fs.writeFileSync('src/one.js', 'export const one = 2\\n'); fs.renameSync('test/one.test.js', 'test/one.test.js.off'); fs.writeFileSync('src/two.test.js', "import test from 'node:test'\\ntest('two', () => {})\\n")`
    const ran = await run('off', planOf([{ id: 'one', scope: ['src/**', 'test/**'], code: off, more: { ci: [{ run: ['node', '--test', '--test-reporter=tap'], report: { format: 'tap' } }] } }]))
    expect([ran.code, `${ran.stdout}${ran.stderr}`]).toEqual([3, expect.stringContaining('test/one.test.js')])
    expect(bench.git(root, 'branch', '--list', 'autopack/off')).toBe('')
  })

  it('ends a CI command that hangs at its limit', async () => {
    const ran = await run('hanging-ci', withCi({ run: ['node', '-e', 'setInterval(() => {}, 1000)'], timeout: 1 }))
    expect(ran.code).toBe(1)
    expect(`${ran.stdout}${ran.stderr}`).toMatch(/time|limit/i)
  })

  it('keeps a builder that prints a hundred megabytes within bounds', async () => {
    const ran = await run('flood', planOf([{ id: 'one', code: `const block = 'x'.repeat(1 << 20); for (let n = 0; n < 100; n += 1) require('node:fs').writeSync(1, block); ${writes('one.md')}` }]))
    expect(ran.code).toBe(0)
    const logs = await bench.autopack(root, 'logs', 'flood')
    expect(logs.stdout.length).toBeLessThan(4 << 20)
  })

  it('takes nothing that a builder writes outside of its checkout for its change', async () => {
    const outside = join(root, 'planted.txt')
    const ran = await run('outside', planOf([{ id: 'one', code: `try { ${writes(outside)} } catch {} ${writes('one.md')}` }]))
    expect(ran.code).toBe(0)
    expect(bench.git(root, 'show', '--name-only', '--format=', 'autopack/outside').split('\n')).toEqual(['one.md'])
    const contained = /level [34]/.test((await bench.autopack(root, 'check')).stdout)
    expect(existsSync(outside)).toBe(!contained)
    rmSync(outside, { force: true })
  })

  it('leaves nothing of a builder that forks and detaches', async () => {
    const mark = `detached-${process.pid}-${before.length}`
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', '${mark}'], { detached: true, stdio: 'ignore' }).unref()`
    expect((await run('detached', planOf([{ id: 'one', code: `${child}; ${writes('one.md')}` }]))).code).toBe(0)
    expect(commandLines().filter((line) => line.includes(mark))).toEqual([])
  })

  it('refuses a run whose branch exists already', async () => {
    bench.git(root, 'branch', 'autopack/taken', 'main')
    expect(await run('taken', planOf([{ id: 'one', code: writes('one.md') }]))).toMatchObject({ code: 2, stderr: expect.stringContaining('autopack/taken') })
  })

  it('builds in a shallow clone, and says that it is one', async () => {
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, join(bench.folder, 'shallow')], { stdio: 'ignore' })
    const ran = await bench.autopack(join(bench.folder, 'shallow'), 'run', bench.write('shallow.json', planOf([{ id: 'one', code: writes('one.md') }])))
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/shallow/i) })
  })

  it('left the user’s tree, index and branch as they were', () => {
    expect(state()).toBe(before)
  })
})

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
}
