import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { EventType, JournalEvent } from '@autopack/contracts'
import type { RunView } from '@autopack/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEnvironment } from '../../test/shell.ts'

const bin = fileURLToPath(new URL('../bin.ts', import.meta.url))
const longestMs = 60_000

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('the demo, run once', () => {
  let folder: string
  let root: string
  let ran: Ran
  let tookMs: number
  let view: RunView
  let events: readonly JournalEvent[]
  let lastLine: string

  async function autopack(...args: readonly string[]): Promise<Ran> {
    const env = { ...testEnvironment(join(folder, 'home')), TMPDIR: folder, XDG_CACHE_HOME: join(folder, 'cache') }
    const child = spawn(process.execPath, ['--conditions=@autopack/source', bin, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 2 * longestMs, killSignal: 'SIGKILL' })
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: child.exitCode, stdout, stderr }
  }

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-test-')))
    const began = performance.now()
    ran = await autopack('demo')
    tookMs = performance.now() - began
    const [stage] = readdirSync(folder).filter((name) => name.startsWith('autopack-demo-'))
    root = join(folder, stage ?? '', 'corner-shop')
    view = JSON.parse((await autopack('show', 'demo', '--json', '--repo', root)).stdout)
    const lines = (await autopack('watch', 'demo', '--json', '--repo', root)).stdout.trimEnd().split('\n')
    events = lines.slice(0, -1).map((line) => JSON.parse(line))
    lastLine = lines.at(-1) ?? ''
  }, 3 * longestMs)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const git = (...args: readonly string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim()

  type Of<T extends EventType> = Extract<JournalEvent, { readonly type: T }>
  function all<T extends EventType>(type: T): Of<T>[] {
    return events.filter((event): event is Of<T> => event.type === type)
  }

  /** Every effect with its outcome. */
  function effects(): readonly { readonly start: Of<'effect-start'>; readonly end: Of<'effect-end'> | undefined }[] {
    return all('effect-start').map((start) => ({ start, end: all('effect-end').find(({ data }) => data.effect === start.data.effect) }))
  }

  async function requestOf(call: Of<'call-start'> | undefined): Promise<string> {
    const directory = join(root, '.git/autopack/artifacts')
    const name = call?.data.request.hash ?? 'none'
    const file = readdirSync(directory, { recursive: true, encoding: 'utf8' }).find((path) => path.replaceAll('/', '').includes(name))
    return readFileSync(join(directory, file ?? ''), 'utf8')
  }

  const callsOf = (phase: string, role: string): Of<'call-start'>[] => all('call-start').filter(({ data }) => data.phase === phase && data.role === role)

  it('ends well, in time, and says what is scripted', () => {
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(tookMs).toBeLessThan(longestMs)
    expect(ran.stdout).toMatch(/models are scripted: a server on 127\.0\.0\.1:\d+, asked through the real openai SDK/)
    expect(ran.stdout).toContain(`autopack -- show demo --repo ${root}`)
    expect(JSON.parse(lastLine)).toMatchObject({ type: 'stop', state: 'DONE_SUCCESS' })
  })

  it('is a plan of five phases or more in two tiers or more, most of them built by a model', () => {
    const phases = Object.values(view.phases)
    expect(view.tiers.length).toBeGreaterThanOrEqual(2)
    expect(phases.length).toBeGreaterThanOrEqual(5)
    expect(phases.filter(({ slice }) => slice.builder.kind === 'model').length).toBeGreaterThan(phases.length / 2)
  })

  it('breaks a test at first and passes because a hint names it: nothing else of the question differs', async () => {
    const attempts = view.phases['discount']?.attempts
    expect(attempts).toMatchObject([
      { failure: { kind: 'ci_fail' }, ci: { verdict: { verdict: 'red', newFailures: ['an empty cart costs nothing'] } } },
      { failure: null, ci: { verdict: { verdict: 'green' } }, hints: [{ source: 'attempt', text: expect.stringContaining('an empty cart costs nothing') }] },
    ])
    const calls = callsOf('discount', 'builder')
    const [first = '', second = ''] = await Promise.all(calls.map(requestOf))
    expect(calls).toHaveLength(2)
    const withoutHints = (request: string): string => request.replace(/\\n\\nThis is attempt 2.*<\/hint>/s, '').replace(/"failedAttempts":\d/, '')
    expect([first, second].map((request) => /<hint>Attempt 1 failed.*an empty cart costs nothing/.test(request))).toEqual([false, true])
    expect(withoutHints(second)).toBe(withoutHints(first))
  })

  it('refuses a change outside of its scope, keeps and shows it, and lets only a correct one in', async () => {
    const attempts = view.phases['receipt']?.attempts
    expect(attempts).toMatchObject([{ failure: { kind: 'guardrail' }, ci: null, judge: { kind: 'rejected', reasons: [{ rule: 'scope', path: 'README.md' }] } }, { failure: null, judge: { kind: 'accepted' } }])
    const judge = attempts?.[0]?.judge
    const hash = judge?.kind === 'rejected' ? judge.diff.hash : 'none'
    expect(ran.stdout).toContain(`kept as artifact ${hash.slice(0, 12)}`)
    expect((await autopack('diff', 'demo', 'receipt', '--attempt', '1', '--repo', root)).stdout).toContain('+++ b/README.md')
    expect(git('show', '--name-only', '--format=', 'autopack/demo/receipt').split('\n')).toEqual(['src/receipt.js', 'test/receipt.test.js'])
  })

  it('is killed in the middle of a phase and goes on in another process, which repeats the one call in flight', () => {
    const killed = Number(/kill -9 (\d+)/.exec(ran.stdout)?.[1])
    const cut = all('call-end').find(({ data }) => data.ended === 'presumed')
    const asked = all('call-start').find(({ data }) => data.operation === cut?.data.operation)
    // the journal of the killed process ends with the question, the next one begins with being taken up
    expect(asked?.data).toMatchObject({ role: 'auditor', phase: 'readme' })
    expect(events.find(({ seq }) => seq === (asked?.seq ?? 0) + 1)).toMatchObject({ type: 'run-adopt', epoch: (asked?.epoch ?? 0) + 1 })
    expect(existing().includes(killed)).toBe(false)

    const again = callsOf('readme', 'auditor')
    expect(again.map(({ epoch }) => epoch)).toEqual([asked?.epoch, (asked?.epoch ?? 0) + 1])
    expect(again[1]?.data.request.hash).toBe(asked?.data.request.hash)
    const requests = all('call-start').map(({ data }) => data.request.hash)
    expect(requests).toHaveLength(new Set(requests).size + 1)
    expect(callsOf('readme', 'builder')).toHaveLength(1)
  })

  it('does every effect once: no commit, no CI run, no build twice', () => {
    const intents = all('effect-start').map(({ data }) => JSON.stringify([data.kind, data.phase, data.attempt, { ...data.input, timeoutMs: 0 }]))
    expect(intents).toHaveLength(new Set(intents).size)
    expect(effects().every(({ end }) => end !== undefined)).toBe(true)
    const commits = effects().flatMap(({ start }) => (start.data.kind === 'snapshot' ? [start.data.input.commit] : []))
    const phases = Object.values(view.phases)
    expect(git('rev-list', '--reverse', `${view.created.base}..autopack/demo`).split('\n')).toEqual(commits)
    expect(commits).toHaveLength(phases.length)
    expect(effects().filter(({ start }) => start.data.kind === 'build')).toHaveLength(phases.reduce((sum, { attempts }) => sum + attempts.length, 0))
  })

  it('parks a protected path while other phases are built, until it is decided', () => {
    const [asked] = all('approval-request')
    const [decided] = all('approval-decide')
    expect(asked?.data.approval).toMatchObject({ phase: 'entry-points', asks: [{ rule: 'protected-path', path: 'package.json' }] })
    expect(decided?.data).toMatchObject({ approval: asked?.data.approval.id, decision: 'approve', by: 'demo' })
    expect(ran.stdout).toContain('the demo plays the person here')
    const between = all('phase-state').filter(({ seq, data }) => seq > (asked?.seq ?? 0) && seq < (decided?.seq ?? 0) && data.to === 'COMPLETE')
    expect(between.map(({ data }) => data.phase)).toEqual(['receipt', 'changelog', 'readme'])
    expect(git('log', '--format=%s', '-1', '--', 'package.json')).toMatch(/^entry-points: /)
  })

  it('has every change of a model audited by a model of another family', () => {
    const written = Object.values(view.phases).flatMap(({ attempts }) => attempts.slice(-1).filter(({ build }) => build?.kind === 'proposed' && build.family === 'alder'))
    expect(written).toHaveLength(5)
    for (const { audit } of written) expect(audit).toMatchObject({ kind: 'audited', verdict: 'approve', family: 'birch', independent: true })
  })

  it('reports with evidence, tokens and money, and promotes', async () => {
    const drawn = (await autopack('show', 'demo', '--repo', root)).stdout
    for (const line of drawn.split('\n').filter((each) => !each.includes('ended'))) expect(ran.stdout).toContain(line)
    expect(drawn).toMatch(/readme .*7 tests green, 3 before · audited by birch/)
    expect(view).toMatchObject({ state: 'DONE_SUCCESS', promotions: [{ target: 'main', commit: view.head }] })
    expect([view.spent.tokens > 0, view.spent.nanoUsd > 0]).toEqual([true, true])
  })

  it('leaves the project on main, clean, with passing tests, and no process behind', () => {
    expect(git('rev-parse', 'main')).toBe(view.head)
    expect(git('status', '--porcelain')).toBe('')
    expect(execFileSync(process.execPath, ['--test', '--test-reporter=tap'], { cwd: root, encoding: 'utf8', env: testEnvironment(folder) })).toContain('# pass 7')
    expect(marked(folder)).toEqual([])
  })
})

describe('the demo, interrupted', () => {
  it('ends its worker with it', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-test-')))
    const child = spawn(process.execPath, ['--conditions=@autopack/source', bin, 'demo'], { cwd: folder, env: { ...testEnvironment(folder), TMPDIR: folder }, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGKILL' })
    const gone = once(child, 'close')
    let said = ''
    for await (const piece of child.stdout.setEncoding('utf8')) {
      said += String(piece)
      if (said.includes('before anything is changed')) child.kill('SIGTERM')
    }
    await gone
    expect(child.exitCode).toBe(130)
    expect(marked(folder)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })
})

/** Ids of the processes there are, on Linux. */
function existing(): readonly number[] {
  return process.platform === 'linux' ? readdirSync('/proc').map(Number).filter((pid) => pid > 0) : []
}

/** Processes whose environment names the folder: every process of the demo and of its commands does. */
function marked(folder: string): readonly number[] {
  return existing().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)
    } catch {
      return false
    }
  })
}
