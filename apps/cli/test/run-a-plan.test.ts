import { existsSync, readFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBench, type Bench } from './bench.ts'
import { examplePlans, writeExamplePlan } from './example-plan.ts'
import type { Ran } from './shell.ts'

describe('the example plan, as it stands, without a key', () => {
  let bench: Bench
  let root: string
  let plan: string
  let dry: Ran
  let filesBefore: readonly string[]
  let filesAfterDry: readonly string[]
  let ran: Ran

  const lines = (text: string): Record<string, unknown>[] => text.trimEnd().split('\n').map((line) => JSON.parse(line))
  const everything = (): readonly string[] => readdirSync(bench.folder, { recursive: true }).map(String).sort()

  beforeAll(async () => {
    bench = createBench()
    root = bench.repository('hello')
    plan = writeExamplePlan(bench, 'plans')
    filesBefore = everything()
    dry = await bench.autopack(root, 'run', plan, '--dry-run')
    filesAfterDry = everything()
    bench.write('hello/notes.txt', 'mine, not committed\n')
    ran = await bench.autopack(bench.folder, 'run', 'plans/plan.yaml', '--repo', 'hello', '--run-id', 'first')
  })
  afterAll(() => bench.remove())

  it('is the plan of the README', () => {
    const [kept, printed] = examplePlans()
    expect(printed).toBe(kept)
  })

  it('says what it would do, and writes nothing, on a dry run', () => {
    expect(dry).toMatchObject({ code: 0 })
    expect(dry.stdout).toContain('2 phases in 1 tier')
    expect(dry.stdout).toContain('after add-function')
    expect(dry.stdout).toMatch(/Caps +\$1\.00 · 200k tokens · 10m/)
    expect(dry.stdout).toMatch(/Price +\$0: no model is called/)
    expect(filesAfterDry).toEqual(filesBefore)
  })

  it('ends well and draws the run on stdout', () => {
    expect(ran.stderr).not.toContain('error')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('✔ first · hello · done · 2 of 2 phases')
    expect(ran.stdout).toMatch(/✔ add-function +feature_scaffolding +1 attempt .*2 tests green, 1 before · unaudited/)
    expect(ran.stdout).toContain('autopack promote first --repo hello')
  })

  it('tells the progress on stderr', () => {
    expect(ran.stderr).toContain('baseline: 1 test passed')
    expect(ran.stderr).toMatch(/use-it +CI green: 2 tests passed/)
    expect(ran.stderr).toMatch(/use-it +✔ kept as [0-9a-f]{7}/)
  })

  it('leaves one commit a phase with its trailers, and the user’s tree alone', () => {
    expect(bench.git(root, 'log', '--format=%s', 'main..autopack/first').split('\n')).toHaveLength(2)
    const trailers = bench.git(root, 'log', '-1', '--format=%(trailers)', 'autopack/first/add-function')
    expect(trailers).toContain('Autopack-Run: first')
    expect(trailers).toContain('Autopack-Phase: add-function')
    expect(bench.git(root, 'status', '--porcelain')).toBe('?? notes.txt')
    expect(existsSync(join(root, 'src/greet.js'))).toBe(false)
  })

  it('finds the same runs from a folder inside, and from a linked working tree', async () => {
    const linked = join(bench.folder, 'linked')
    bench.git(root, 'worktree', 'add', '-q', '--detach', linked)
    const [inside, elsewhere] = [await bench.autopack(join(root, 'src'), 'runs', '--json'), await bench.autopack(linked, 'runs', '--json')]
    expect(lines(inside.stdout)).toMatchObject([{ run: 'first', situation: 'done', state: 'DONE_SUCCESS' }])
    expect(elsewhere.stdout).toBe(inside.stdout)
  })

  it('keeps its state where --state says, apart from the repository’s own', async () => {
    const elsewhere = await bench.autopack(root, 'runs', '--state', '../elsewhere')
    expect(elsewhere).toMatchObject({ code: 0, stdout: '' })
  })

  it('keeps no run of two repositories in one place, and follows one that was moved', async () => {
    const [one, two] = [bench.repository('one'), bench.repository('two')]
    expect(await bench.autopack(one, 'run', plan, '--run-id', 'theirs', '--state', '../kept')).toMatchObject({ code: 0 })
    for (const command of [['run', plan], ['runs'], ['resume', 'theirs'], ['rollback', 'theirs']]) {
      expect(await bench.autopack(two, ...command, '--state', '../kept')).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining(`keeps the runs of the repository ${one}/.git`) })
    }
    renameSync(one, join(bench.folder, 'moved'))
    expect((await bench.autopack(join(bench.folder, 'moved'), 'runs', '--state', '../kept')).stdout).toContain('theirs')
  })

  it('shows the latest run when none is named, and says which', async () => {
    const shown = await bench.autopack(root, 'show')
    expect(shown.stderr).toBe('first, the latest\n')
    expect(shown.stdout).toContain('first · hello · done')
    const json = await bench.autopack(root, 'show', 'first', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ run: 'first', state: 'DONE_SUCCESS' })
  })

  it('gives a change that git applies', async () => {
    const all = await bench.autopack(root, 'diff', 'first')
    const patch = bench.write('all.patch', all.stdout)
    bench.git(root, 'apply', '--check', patch)
    expect(all.stdout).toContain('+++ b/src/greet.js')
    const one = await bench.autopack(root, 'diff', 'first', 'use-it')
    expect(one.stdout).toContain('+Use greet(name).')
    expect(one.stdout).not.toContain('greet.js')
  })

  it('keeps what builder and CI said', async () => {
    const all = await bench.autopack(root, 'logs', 'first')
    expect(all.stdout).toContain('── baseline: node --test --test-reporter=tap (exit 0)')
    expect(all.stdout).toContain('greeting written')
    const one = await bench.autopack(root, 'logs', 'first', 'use-it', '--attempt', '1')
    expect(one.stdout).toContain('ok 1 - greets')
    expect(one.stdout).not.toContain('greeting written')
  })

  it('refuses a phase or an attempt that is not there, naming those that are', async () => {
    expect(await bench.autopack(root, 'logs', 'first', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('it has add-function, use-it') })
    expect(await bench.autopack(root, 'diff', 'first', 'use-it', '--attempt', '7')).toMatchObject({ code: 2, stderr: expect.stringContaining('has attempt 1, not 7') })
    expect(await bench.autopack(root, 'diff', 'first', '--attempt', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a phase') })
  })

  it('counts usage by phase, and issues', async () => {
    const usage = await bench.autopack(root, 'usage', 'first')
    expect(usage.stdout).toMatch(/phase +add-function +0 calls +0 of \S+ tok +\$0/)
    expect(usage.stdout).toMatch(/run +first +0 calls +0 of 200k tok +\$0 of \$1\.00 +\S+ of 10m/)
    expect(JSON.parse((await bench.autopack(root, 'usage', 'first', '--json')).stdout)).toMatchObject({ runs: [{ name: 'first' }], roles: [], models: [], phases: [{ name: 'add-function' }, { name: 'use-it' }] })
    expect(await bench.autopack(root, 'issues', 'first')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('0 issues') })
  })

  it('is followed to its end by watch, as JSON the events and nothing else', async () => {
    const watched = await bench.autopack(root, 'watch', 'first', '--json')
    const events = lines(watched.stdout)
    expect(watched.code).toBe(0)
    expect(events[0]).toMatchObject({ seq: 1, type: 'run-create' })
    expect(events.at(-1)).toEqual({ type: 'stop', kind: 'ended', state: 'DONE_SUCCESS', reason: null })
    expect(events.slice(0, -1).map(({ seq }) => seq)).toEqual(events.slice(0, -1).map((_, index) => index + 1))
  })

  it('tells the same events while it runs', async () => {
    const again = await bench.autopack(root, 'run', plan, '--json', '--run-id', 'again')
    const told = lines(again.stdout)
    expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining('building') })
    expect(told.at(-1)).toMatchObject({ type: 'stop', kind: 'ended' })
    const journal = lines((await bench.autopack(root, 'watch', 'again', '--json')).stdout)
    expect(told).toEqual(journal)
    // measured by the run before, whose output it is
    const logs = await bench.autopack(root, 'logs', 'again')
    expect(logs.stdout).toContain('── baseline, measured by first: node --test --test-reporter=tap (exit 0)')
    expect(logs.stdout).not.toContain('erased')
  })

  it('refuses a name that is taken', async () => {
    const taken = await bench.autopack(root, 'run', plan, '--run-id', 'first')
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('AUTOPACK_RUN_EXISTS') })
    expect(await bench.autopack(root, 'run', plan, '--run-id', 'first', '--dry-run')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('A run first exists already') })
    expect(await bench.autopack(root, 'run', plan, '--model', 'builder=nobody', '--dry-run')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('models.yaml has no model nobody') })
  })

  it('takes caps from flags before the plan', async () => {
    const capped = await bench.autopack(root, 'run', plan, '--dry-run', '--json', '--max-usd', '0.5', '--max-tokens', '1234')
    expect(JSON.parse(capped.stdout)).toMatchObject({ kind: 'ready', strategy: { caps: { nanoUsd: 500_000_000, tokens: 1234 } } })
  })

  it('moves the branch it started from forward on promote, and only then the tree', async () => {
    const promoted = await bench.autopack(root, 'promote', 'first')
    expect(promoted).toMatchObject({ code: 0 })
    expect(bench.git(root, 'rev-parse', 'main')).toBe(bench.git(root, 'rev-parse', 'autopack/first'))
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('Use greet(name).')
    expect((await bench.autopack(root, 'show', 'first')).stdout).toContain('promoted')
    const other = await bench.autopack(root, 'promote', 'again')
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('refused') })
  })
})
