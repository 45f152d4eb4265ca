import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

describe('deciding about a run', () => {
  let bench: Bench
  let root: string

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
  })
  afterAll(() => bench.remove())

  const asks = { id: 'locked', scope: ['package.json'], code: writes('package.json', '{ "name": "other" }\n') }
  const plan = (name: string, ...phases: Parameters<typeof planOf>[0]): string => bench.write(`${name}.json`, planOf(phases))

  it('foresees the approval that a scope alone makes certain', async () => {
    const foreseen = async (scope: readonly string[]): Promise<string> => (await bench.autopack(root, 'run', plan('foreseen', { ...asks, scope }), '--dry-run')).stdout
    expect(await foreseen(['package.json'])).toMatch(/Policy +◷ locked: package\.json/)
    expect(await foreseen(['package.json', 'README.md'])).toContain('nothing of what is declared asks for approval')
  })

  it('waits for an approval with the commands that decide it, and goes on once it is given', async () => {
    const waiting = await bench.autopack(root, 'run', plan('ask', asks, { id: 'after', code: writes('after.md'), more: { dependsOn: ['locked'] } }), '--run-id', 'ask')
    expect(waiting.code).toBe(3)
    expect(waiting.stdout).toContain('waiting for a person')
    expect(waiting.stdout).toContain('autopack approve ask locked-1')
    expect(waiting.stdout).toContain('autopack diff ask locked')

    const diff = await bench.autopack(root, 'diff', 'ask', 'locked')
    expect(diff.stdout).toContain('"other"')
    expect(await bench.autopack(root, 'diff', 'ask')).toMatchObject({ stdout: '', stderr: expect.stringMatching(/nothing kept yet\nnot kept, of locked: autopack diff ask locked\n/) })

    const approved = await bench.autopack(root, 'approve', '--note', 'fine by me')
    expect(approved).toMatchObject({ code: 0, stderr: expect.stringContaining('approved locked-1') })
    const late = await bench.autopack(root, 'reject', 'ask', 'locked-1')
    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('ann has approved locked-1 before') })
    expect(await bench.autopack(root, 'approve', 'ask', 'locked-1')).toMatchObject({ code: 0 })
    expect((await bench.autopack(root, 'show', 'ask')).stdout).toMatch(/Decided +locked[^]*resume ask {2}goes on\n/)

    const resumed = await bench.autopack(root, 'resume')
    expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('approved by ann') })
    expect(resumed.stdout).toMatch(/✔ locked .*approved by ann/)
  })

  it('fails a phase that is rejected', async () => {
    await bench.autopack(root, 'run', plan('no', asks), '--run-id', 'no')
    await bench.autopack(root, 'reject', 'no', '--note', 'not now')
    const resumed = await bench.autopack(root, 'resume', 'no')
    expect(resumed.code).toBe(1)
    expect(resumed.stdout).toContain('rejected by ann: not now')
    expect(resumed.stdout).toContain('autopack retry no')
  })

  it('stays for the decision where it is told to wait', async () => {
    const running = bench.autopack(root, 'run', plan('patient', asks), '--run-id', 'patient', '--wait')
    await until(async () => (await bench.autopack(root, 'show', 'patient')).stdout.includes('approve patient locked-1'))
    await bench.autopack(root, 'approve', 'patient')
    expect(await running).toMatchObject({ code: 0, stdout: expect.stringContaining('approved by ann') })
  })

  it('lets an approval expire only where a person waits for it', async () => {
    const expiry = async (terminal: boolean, ...args: readonly string[]): Promise<unknown> => {
      const { stdout } = await bench.with({ terminal }, root, 'run', plan('watched', asks), '--dry-run', '--json', ...args)
      return JSON.parse(stdout).strategy.approvalExpiresAfterMs
    }
    expect(await Promise.all([expiry(true, '--wait'), expiry(true), expiry(false, '--wait')])).toEqual([900_000, null, null])
  })

  it('waits for an answer in a file, and says which', async () => {
    const waiting = await bench.autopack(root, 'run', bench.write('filed.json', planOf([{ id: 'edit', code: '', more: { builder: { kind: 'file' } } }])), '--run-id', 'filed')
    expect(waiting.code).toBe(3)
    const file = /waits for (\S+phase_result\.json)\n/.exec(waiting.stdout)?.[1] ?? ''
    expect(existsSync(join(dirname(file), 'pending_phase.json'))).toBe(true)
    expect(await bench.autopack(root, 'resume', 'filed')).toMatchObject({ code: 3 })
    const { checkout } = JSON.parse(readFileSync(join(dirname(file), 'pending_phase.json'), 'utf8'))
    writeFileSync(join(checkout, 'edit.md'), 'by hand\n')
    const pipe = join(checkout, 'pipe')
    execFileSync('mkfifo', [pipe], { stdio: 'ignore' })
    writeFileSync(file, '{ "status": "done", }')
    expect(await bench.autopack(root, 'resume', 'filed')).toMatchObject({ code: 3, stdout: expect.stringContaining('correct the answer') })
    // what git cannot take is the person's too, and stays until the answer is final
    expect(existsSync(pipe)).toBe(true)
    rmSync(pipe)
    for (const slip of ['{ "status": "d', '{ "status": "done", "summary": "edited", "files": [{ "action": "delete", "path": "nowhere.md" }] }']) {
      writeFileSync(file, slip)
      expect(await bench.autopack(root, 'resume', 'filed')).toMatchObject({ code: 3, stdout: expect.stringContaining('correct the answer') })
    }
    writeFileSync(file, JSON.stringify({ status: 'done', summary: 'edited' }))
    expect(await bench.autopack(root, 'resume', 'filed')).toMatchObject({ code: 0 })
    expect(bench.git(root, 'show', 'autopack/filed:edit.md')).toBe('by hand')
  })

  it('knows no approval that nobody asked for', async () => {
    expect(await bench.autopack(root, 'approve', 'no', 'nothing-1')).toMatchObject({ code: 2, stderr: expect.stringContaining('AUTOPACK_APPROVAL_UNKNOWN') })
    expect(await bench.autopack(root, 'approve')).toMatchObject({ code: 2, stderr: expect.stringContaining('no run here that is waiting for an approval') })
  })

  it('is paused and taken up again', async () => {
    const slow = plan('slow', { id: 'one', code: `setTimeout(() => ${writes('one.md')}, 300)` }, { id: 'two', code: writes('two.md') })
    const running = bench.autopack(root, 'run', slow, '--run-id', 'slow')
    await until(async () => (await bench.autopack(root, 'show', 'slow')).stdout.includes('attempt'))
    expect(await bench.autopack(root, 'pause', 'slow')).toMatchObject({ code: 0 })
    expect(await running).toMatchObject({ code: 130, stdout: expect.stringContaining('paused') })
    const resumed = await bench.autopack(root, 'resume')
    expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('slow, the only one that is unfinished') })
  })

  it('is executed by one process only, while another watches', async () => {
    const slow = plan('single', { id: 'one', code: `setTimeout(() => ${writes('one.md')}, 700)` })
    const running = bench.autopack(root, 'run', slow, '--run-id', 'single')
    await until(async () => (await bench.autopack(root, 'runs')).stdout.includes('single'))
    const [second, watched] = await Promise.all([bench.autopack(root, 'resume', 'single'), bench.autopack(root, 'watch', 'single')])
    expect(second).toMatchObject({ code: 75, stderr: expect.stringContaining('executes this run') })
    expect(watched).toMatchObject({ code: 0, stderr: expect.stringContaining('✔ kept') })
    expect(await running).toMatchObject({ code: 0 })
  })

  it('is cancelled while it runs, and also while nobody executes it', async () => {
    const slow = plan('cancelled', { id: 'one', code: `setTimeout(() => ${writes('one.md')}, 300)` }, { id: 'two', code: writes('two.md') })
    const running = bench.autopack(root, 'run', slow, '--run-id', 'cancelled')
    await until(async () => (await bench.autopack(root, 'show', 'cancelled')).stdout.includes('attempt'))
    expect(await bench.autopack(root, 'cancel', 'cancelled', '--note', 'wrong plan')).toMatchObject({ code: 0 })
    const ended = await running
    expect(ended).toMatchObject({ code: 130, stdout: expect.stringContaining('cancelled by ann: wrong plan') })
    expect(ended.stdout + ended.stderr).not.toContain('infrastructure')
    expect(ended.stdout).toContain('cut off')

    await bench.autopack(root, 'run', plan('parked', asks), '--run-id', 'parked')
    expect(await bench.autopack(root, 'cancel', 'parked')).toMatchObject({ code: 0 })
    expect((await bench.autopack(root, 'show', 'parked')).stdout).toContain('✖ parked · hello · cancelled')
    for (const command of ['cancel', 'pause']) {
      expect(await bench.autopack(root, command, 'parked')).toMatchObject({ code: 2, stderr: expect.stringContaining('Run parked has ended (cancelled)') })
    }
    expect(await bench.autopack(root, 'resume', 'parked')).toMatchObject({ code: 130, stderr: expect.stringContaining('parked has ended') })
  })

  it('is retried as a new run of what was not kept', async () => {
    const flag = join(bench.folder, 'plans', 'mended')
    const fragile = plan('plans/fragile', { id: 'good', code: writes('good.md') }, { id: 'bad', code: `if (!require('node:fs').existsSync(${JSON.stringify(flag)})) process.exit(3); ${writes('bad.md')}` })
    const failed = await bench.autopack(root, 'run', fragile, '--run-id', 'fragile')
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('autopack logs fragile bad')
    expect(failed.stdout + failed.stderr).not.toContain('builder_error')
    expect(failed.stdout).toContain('autopack retry fragile  builds the rest of the plan as it was frozen')
    bench.write('plans/mended', '')
    const retried = await bench.autopack(root, 'retry', 'fragile', '--run-id', 'mended')
    expect(retried.code).toBe(0)
    expect(retried.stdout).toContain('1 of 1 phase')
    expect(retried.stdout).toContain('retry of fragile')
    expect((await bench.autopack(root, 'show', 'fragile')).stdout).toContain('autopack show mended  is the retry of this run')
    const again = await bench.autopack(root, 'retry')
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('over, incomplete and not yet retried: ') })
    expect(again.stderr).not.toContain('fragile')
    expect(bench.git(root, 'ls-tree', '--name-only', 'autopack/mended').split('\n')).toEqual(expect.arrayContaining(['good.md', 'bad.md']))
  })

  it('is retried for the branch it began on, wherever one stands meanwhile', async () => {
    await bench.autopack(root, 'run', plan('lost', asks), '--run-id', 'lost')
    await bench.autopack(root, 'reject', 'lost')
    expect(await bench.autopack(root, 'resume', 'lost')).toMatchObject({ code: 1 })
    const before = bench.git(root, 'rev-parse', 'main')
    bench.git(root, 'switch', '-q', '--detach')
    expect(await bench.autopack(root, 'retry', 'lost', '--run-id', 'found')).toMatchObject({ code: 3 })
    await bench.autopack(root, 'approve', 'found')
    expect(await bench.autopack(root, 'resume', 'found')).toMatchObject({ code: 0, stdout: expect.stringContaining('moves main forward') })
    expect(await bench.autopack(root, 'promote', 'found')).toMatchObject({ code: 0, stderr: expect.stringContaining('main is at') })
    bench.git(root, 'switch', '-q', '-C', 'main', before)
  })

  it('gives phases back on rollback, newest first', async () => {
    await bench.autopack(root, 'run', plan('three', ...['a', 'b', 'c'].map((id) => ({ id, code: writes(`${id}.md`) }))), '--run-id', 'three')
    expect(await bench.autopack(root, 'rollback', 'three')).toMatchObject({ code: 0 })
    expect(bench.git(root, 'log', '--format=%s', 'main..autopack/three').split('\n')).toHaveLength(2)
    expect(await bench.autopack(root, 'rollback', 'three', 'a')).toMatchObject({ code: 0 })
    const shown = await bench.autopack(root, 'show', 'three')
    expect(shown.stdout.match(/rolled back/g)).toHaveLength(3)
    expect(await bench.autopack(root, 'rollback', 'three')).toMatchObject({ code: 1, stderr: expect.stringContaining('refused') })
    expect(await bench.autopack(root, 'rollback', 'three', 'nothing')).toMatchObject({ code: 2, stderr: expect.stringContaining('it has a, b, c') })
    expect(shown.stdout).toContain('autopack retry three  builds anew')
    expect((await bench.autopack(root, 'promote')).stderr).not.toContain('three')
  })

  it('does not guess among several runs', async () => {
    expect(await bench.autopack(root, 'promote')).toMatchObject({ code: 2, stderr: expect.stringMatching(/Name the run; \d+ runs are done and not yet promoted: /) })
  })

  it('promotes into the branch that is named, and says why it cannot', async () => {
    bench.git(root, 'branch', 'release')
    expect(await bench.autopack(root, 'promote', 'ask', '--target', 'release')).toMatchObject({ code: 0 })
    expect(bench.git(root, 'rev-parse', 'release')).toBe(bench.git(root, 'rev-parse', 'autopack/ask'))
    expect(await bench.autopack(root, 'promote', 'ask', '--target', 'autopack/ask')).toMatchObject({ code: 1, stderr: expect.stringMatching(/refused .*one of Autopack's own branches/) })
    expect(await bench.autopack(root, 'promote', 'ask', '--target', 'no..branch')).toMatchObject({ code: 1, stderr: 'refused "no..branch" cannot name a branch; `git help check-ref-format` says what can\n' })
    expect(await bench.autopack(root, 'rollback', 'ask')).toMatchObject({ code: 0, stderr: expect.stringMatching(/note release keeps what was promoted: [0-9a-f]{7}\. To undo it there: git revert/) })
  })

  it('lists every run with what became of it', async () => {
    const { stdout } = await bench.autopack(root, 'runs')
    expect(stdout).toMatch(/✔ ask +hello +done/)
    expect(stdout).toMatch(/✖ no +hello +failed/)
    expect(stdout).toMatch(/✖ parked +hello +cancelled/)
  })

  it('tells what garbage there is before it removes it', async () => {
    const before = await bench.autopack(root, 'gc', '--dry-run')
    expect(before).toMatchObject({ code: 0, stderr: expect.stringContaining('would remove') })
    expect(before.stdout).toContain('refs/autopack/ask/candidates/')
    const done = await bench.autopack(root, 'gc')
    expect(done.stdout).toBe(before.stdout)
    const after = await bench.autopack(root, 'gc', '--dry-run')
    expect(after.stdout).toBe('')
    expect((await bench.autopack(root, 'show', 'ask')).stdout).toContain('approved by ann')
  })

  it('removes what a repository that is gone has left in the cache, and nothing else there', async () => {
    const cache = join(bench.folder, 'home/.cache/autopack')
    const before = readdirSync(cache)
    const gone = bench.repository('gone')
    await bench.autopack(gone, 'run', plan('left', { id: 'one', code: writes('one.md') }))
    const left = readdirSync(cache).filter((name) => !before.includes(name))
    expect(left).toHaveLength(1)
    cpSync(join(cache, String(left[0])), join(cache, 'of-another-name'), { recursive: true })
    const told = async (...args: readonly string[]): Promise<boolean> => (await bench.autopack(root, 'gc', ...args)).stdout.includes(String(left[0]))
    expect(await told('--keep-days', '0', '--dry-run')).toBe(false)
    rmSync(gone, { recursive: true })
    expect([await told(), await told('--keep-days', '0', '--dry-run'), readdirSync(cache).includes(String(left[0]))]).toEqual([false, true, true])
    expect(await told('--keep-days', '0')).toBe(true)
    expect(readdirSync(cache).toSorted()).toEqual([...before, 'of-another-name'].toSorted())
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it never came to hold')
}
