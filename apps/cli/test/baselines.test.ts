import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'
import type { Ran } from './shell.ts'
import { type CommandProcess, startCommand } from './wired/stage/command-process.ts'

/** A test that passes where K is good, wherever K comes from. */
const test = (source: string): string => `import test from 'node:test'\nimport assert from 'node:assert'\nimport { readFileSync } from 'node:fs'\nimport { one } from '../src/one.js'\ntest('adds', () => assert.deepEqual([one, ${source}], [1, 'good']))\n`
const breaks = { id: 'two', scope: ['src/one.js'], code: writes('src/one.js', 'export const one = 2\n') }
const harmless = { id: 'one', code: writes('one.md') }

describe('what the project’s tests said before the run', { timeout: 120_000 }, () => {
  let bench: Bench
  let root: string
  const processes: CommandProcess[] = []

  beforeEach(() => {
    bench = createBench()
    root = bench.repository('hello')
  })
  afterEach(async () => {
    for (const { child } of processes) child.kill('SIGKILL')
    for (const started of processes.splice(0)) await started.ended()
    bench.remove()
  })

  function commit(source: string): void {
    bench.write('hello/test/one.test.js', test(source))
    bench.write('hello/.gitignore', '.env\n')
    bench.git(root, 'add', '-A')
    bench.git(root, 'commit', '-q', '-m', 'a test that needs K')
  }

  const entry = { run: ['node', '--test', '--test-reporter=tap'], report: { format: 'tap' } }
  const planWith = (name: string, phase: Parameters<typeof planOf>[0][number], ci: object, more: Readonly<Record<string, unknown>> = {}): string =>
    bench.write(`${name}.json`, planOf([{ ...phase, more: { ci: [ci] } }], more))

  /** Whether the baselines of a run were those of another. */
  async function shared(run: string): Promise<readonly boolean[]> {
    const { stdout } = await bench.autopack(root, 'watch', run, '--json')
    const lines = stdout.split('\n').filter((line) => line.includes('"effect-end"') && line.includes('"measured"'))
    return lines.map((line) => JSON.parse(line).data.outcome.cached)
  }

  it('is not another run’s where a copied file was another', async () => {
    commit("readFileSync('.env', 'utf8').trim().replace('K=', '')")
    const run = (name: string, phase: Parameters<typeof planOf>[0][number]): Promise<Ran> => bench.autopack(root, 'run', planWith(name, phase, entry, { workspace: { copy: ['.env'] } }), '--run-id', name)
    bench.write('hello/.env', 'K=bad\n')
    expect(await run('red', harmless)).toMatchObject({ code: 0 })
    bench.write('hello/.env', 'K=good\n')
    expect(await run('regression', breaks)).toMatchObject({ code: 1 })
    expect(await run('green', harmless)).toMatchObject({ code: 0 })
    expect(await Promise.all(['regression', 'green'].map(shared))).toEqual([[false], [true]])
  })

  it('is not another run’s where a passed variable was another, and is measured again where it was red', async () => {
    commit('process.env.K')
    const run = (name: string, k: string, phase: Parameters<typeof planOf>[0][number]): Promise<Ran> =>
      bench.with({ environment: { ...bench.environment, K: k } }, root, 'run', planWith(name, phase, { ...entry, envFrom: ['K'] }), '--run-id', name)
    expect(await run('red', 'bad', harmless)).toMatchObject({ code: 0 })
    expect(await run('still-red', 'bad', harmless)).toMatchObject({ code: 0 })
    expect(await run('regression', 'good', breaks)).toMatchObject({ code: 1 })
    expect(await run('green', 'good', harmless)).toMatchObject({ code: 0 })
    expect(await Promise.all(['red', 'still-red', 'regression', 'green'].map(shared))).toEqual([[false], [false], [false], [true]])
  })

  it('is found out again where what is around a run has changed while it waited', async () => {
    commit("readFileSync('.env', 'utf8').trim().replace('K=', '')")
    const asks = { id: 'locked', scope: ['package.json'], code: writes('package.json', '{ "name": "other", "type": "module" }\n'), more: { dependsOn: ['one'] } }
    const phases = [{ ...harmless, more: { ci: [entry] } }, asks, { ...breaks, more: { ci: [entry], dependsOn: ['locked'] } }]
    bench.write('hello/.env', 'K=bad\n')
    expect(await bench.autopack(root, 'run', bench.write('long.json', planOf(phases, { workspace: { copy: ['.env'] } })), '--run-id', 'long')).toMatchObject({ code: 3 })
    bench.write('hello/.env', 'K=good\n')
    await bench.autopack(root, 'approve', 'long')
    expect(await bench.autopack(root, 'resume', 'long')).toMatchObject({ code: 1, stderr: expect.stringContaining('has changed since the baseline was measured') })
    expect(await shared('long')).toEqual([false, false])
  })

  it('is found out once by two processes that begin at once', async () => {
    const plan = planWith('slow', harmless, { run: ['node', '-e', 'setTimeout(() => {}, 3000)'] })
    const names = ['left', 'right']
    processes.push(...names.map((name) => startCommand(['run', plan, '--run-id', name], root, bench.environment)))
    expect((await Promise.all(processes.map((started) => started.ended()))).map(({ code }) => code)).toEqual([0, 0])
    expect(new Set((await Promise.all(names.map(shared))).flat())).toEqual(new Set([false, true]))
  })
})
