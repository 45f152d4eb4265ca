import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url))

describe('the process', () => {
  let bench: Bench
  let root: string
  const children: ChildProcess[] = []

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  afterAll(() => bench.remove())

  interface Running {
    readonly child: ChildProcess
    output(): { readonly stdout: string; readonly stderr: string }
    /** Resolves as soon as stderr holds the text. */
    says(text: string): Promise<void>
    ended(): Promise<number | null>
  }

  function start(...args: readonly string[]): Running {
    const child = spawn(process.execPath, ['--conditions=@autopack/source', bin, ...args], { cwd: root, env: bench.environment, stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    const closed = once(child, 'close')
    return {
      child,
      output: () => output,
      says: async (text) => {
        while (!output.stderr.includes(text)) await Promise.race([once(child.stderr, 'data'), closed.then(() => Promise.reject(new Error(`ended without saying ${text}: ${output.stderr}`)))])
      },
      ended: async () => {
        await closed
        return child.exitCode
      },
    }
  }

  const slow = (name: string, ms: number): string => bench.write(`${name}.json`, planOf([{ id: 'one', code: writes('one.md') }, { id: 'two', code: `setTimeout(() => ${writes('two.md')}, ${ms})` }]))

  /** Its second phase is built once `letGo` has been called. */
  const held = (name: string): { readonly plan: string; readonly letGo: () => void } => {
    const waits = `const t = setInterval(() => { if (require('node:fs').existsSync('{plan}/go')) { clearInterval(t); ${writes('two.md')} } }, 20)`
    const plan = bench.write(`${name}/plan.json`, planOf([{ id: 'one', code: writes('one.md') }, { id: 'two', code: waits }]))
    return { plan, letGo: () => void bench.write(`${name}/go`, '') }
  }

  it('prints its version and nothing else', async () => {
    const run = start('--version')
    expect(await run.ended()).toBe(0)
    expect(run.output()).toEqual({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  })

  it('starts from where npm was called, as a script of its own checkout', async () => {
    const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
    const said = (cwd: string, environment: Readonly<Record<string, string>>): string =>
      spawnSync(process.execPath, ['--conditions=@autopack/source', bin, 'runs', '--repo', '.'], { cwd, env: { ...bench.environment, ...environment, LANG: 'C.UTF-8' }, encoding: 'utf8' }).stderr
    const called = { npm_lifecycle_event: 'autopack', INIT_CWD: bench.folder }
    expect(said(checkout, called)).toContain(`${bench.folder} is not in a git repository`)
    expect(said(checkout, { INIT_CWD: bench.folder })).not.toContain(bench.folder)
    // a script of somebody else's stands where it stands
    expect(said(root, called)).not.toContain('AUTOPACK_NOT_A_REPOSITORY')
  })

  it('stops gracefully on Ctrl-C, says how to go on, and loses nothing', async () => {
    const run = start('run', slow('gentle', 20_000), '--run-id', 'gentle')
    await run.says('two  attempt 1: building')
    run.child.kill('SIGINT')
    expect(await run.ended()).toBe(130)
    expect(run.output().stderr).toContain('Go on with: autopack resume gentle')
    expect(run.output().stdout).toContain('interrupted, can be resumed · 1 of 2 phases')
    expect(await bench.autopack(root, 'cancel', 'gentle')).toMatchObject({ code: 0 })
  })

  it.each([
    { how: 'a second Ctrl-C', signals: ['SIGINT', 'SIGINT'], code: 130 },
    { how: 'a kill', signals: ['SIGKILL'], code: null },
  ] as const)('is taken up again after $how, with nothing lost or done twice', async ({ signals, code }) => {
    const name = `ended-by-${signals.join('-').toLowerCase()}`
    const run = start('run', slow(name, 1500), '--run-id', name)
    await run.says('two  attempt 1: building')
    for (const signal of signals) run.child.kill(signal)
    expect(await run.ended()).toBe(code)
    const resumed = await bench.autopack(root, 'resume', name)
    expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('taken up again') })
    expect(resumed.stdout).toContain('2 of 2 phases')
    expect(bench.git(root, 'log', '--format=%s', `main..autopack/${name}`).split('\n')).toHaveLength(2)
  })

  it('is watched, paused and refused from another process', async () => {
    const { plan, letGo } = held('shared')
    const run = start('run', plan, '--run-id', 'shared')
    await run.says('two  attempt 1: building')
    expect(await bench.autopack(root, 'resume', 'shared')).toMatchObject({ code: 75, stderr: expect.stringContaining(`process ${run.child.pid} executes this run`) })
    expect((await bench.autopack(root, 'show', 'shared')).stdout).toMatch(/▶ shared · hello · running · 1 of 2 phases/)
    const watched = bench.autopack(root, 'watch', 'shared')
    await bench.autopack(root, 'pause', 'shared')
    letGo()
    expect(await watched).toMatchObject({ code: 130, stdout: expect.stringContaining('paused') })
    expect(await run.ended()).toBe(130)
  })

  it.skipIf(!existsSync('/dev/full'))('goes on while what it says cannot be written, and says so in the end', async () => {
    const full = openSync('/dev/full', 'w')
    const args = ['--conditions=@autopack/source', bin, 'run', slow('unwritten', 100), '--run-id', 'unwritten', '--json']
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env: bench.environment, stdio: ['ignore', full, 'pipe'], encoding: 'utf8' })
    closeSync(full)
    expect([status, stderr]).toEqual([75, expect.stringMatching(/error AUTOPACK_OUTPUT_LOST: .*ENOSPC/)])
    expect((await bench.autopack(root, 'show', 'unwritten')).stdout).toContain('unwritten · hello · done')
  })

  it('stays while it is paused if it was told to wait, and goes on at a word from another process', async () => {
    const { plan, letGo } = held('patient')
    const run = start('run', plan, '--run-id', 'patient', '--wait')
    await run.says('two  attempt 1: building')
    await bench.autopack(root, 'pause', 'patient')
    letGo()
    await run.says('  paused')
    expect(await bench.autopack(root, 'resume', 'patient')).toMatchObject({ code: 0, stderr: expect.stringContaining(`process ${run.child.pid} that executes it goes on`) })
    expect(await run.ended()).toBe(0)
  })

  it('survives a reader who leaves, and finishes the run', async () => {
    const run = start('run', slow('unread', 100), '--run-id', 'unread', '--json')
    run.child.stdout?.destroy()
    expect(await run.ended()).toBe(0)
    expect(run.output().stderr).not.toContain('EPIPE')
    expect((await bench.autopack(root, 'show', 'unread')).stdout).toContain('unread · hello · done')
  })
})
