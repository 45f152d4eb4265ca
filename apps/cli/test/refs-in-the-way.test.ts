import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'
import type { Ran } from './shell.ts'

const asks = { id: 'locked', scope: ['package.json'], code: writes('package.json', '{ "name": "other" }\n') }

/** A rebase with it stops before its first step. */
const stopAtOnce = 'sequence.editor=f() { (echo break; cat "$1") > "$1.new"; mv "$1.new" "$1"; }; f'

describe('a ref of the user’s where a run wants its own', () => {
  let bench: Bench
  let root: string

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
  })
  afterAll(() => bench.remove())

  const git = (...args: readonly string[]): string => bench.git(root, ...args)
  const run = (name: string, ...phases: Parameters<typeof planOf>[0]): Promise<Ran> => bench.autopack(root, 'run', bench.write(`${name}.json`, planOf(phases)), '--run-id', name)
  const refs = (): string => git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags')

  /** Kept one phase, waits for an approval of the next, which is given. */
  async function decided(name: string): Promise<void> {
    expect(await run(name, { id: 'one', code: writes(`${name}.md`), scope: [`${name}.md`] }, asks)).toMatchObject({ code: 3 })
    expect(await bench.autopack(root, 'approve', name)).toMatchObject({ code: 0 })
  }

  it('is not moved under somebody who has checked it out, and the run goes on when it is free', async () => {
    await decided('held')
    git('checkout', '-q', 'autopack/held')
    const before = refs()
    const stopped = await bench.autopack(root, 'resume', 'held', '--wait')
    expect(stopped).toMatchObject({ code: 75, stdout: expect.stringContaining(`autopack/held is checked out in ${root}`) })
    expect(stopped.stdout).toContain('switch -')
    expect([refs(), git('status', '--porcelain')]).toEqual([before, ''])
    expect(await bench.autopack(root, 'show', 'held')).toMatchObject({ stdout: expect.stringContaining('autopack resume held') })
    expect(await bench.autopack(root, 'resume', 'held')).toMatchObject({ code: 75 })
    git('checkout', '-q', 'main')
    expect(await bench.autopack(root, 'resume', 'held')).toMatchObject({ code: 0, stdout: expect.stringContaining('2 of 2 phases') })
  })

  it('is not rolled back under somebody who has checked it out', async () => {
    await run('rolled', { id: 'one', code: writes('one.md') })
    git('checkout', '-q', 'autopack/rolled')
    const before = refs()
    expect(await bench.autopack(root, 'rollback', 'rolled')).toMatchObject({ code: 1, stderr: expect.stringContaining('autopack/rolled is checked out in') })
    expect([refs(), git('status', '--porcelain')]).toEqual([before, ''])
    git('checkout', '-q', 'main')
    expect(await bench.autopack(root, 'rollback', 'rolled')).toMatchObject({ code: 0 })
  })

  it.each([
    { name: 'below-branch', make: ['branch', 'autopack/below-branch/foo'], found: 'the branch autopack/below-branch/foo' },
    { name: 'as-branch', make: ['branch', 'autopack/as-branch'], found: 'the branch autopack/as-branch' },
    { name: 'as-tag', make: ['tag', 'autopack/as-tag'], found: 'the tag autopack/as-tag' },
    { name: 'below-tag', make: ['tag', 'autopack/below-tag/one'], found: 'the tag autopack/below-tag/one' },
    { name: 'pinned', make: ['update-ref', 'refs/autopack/pinned/candidates/one-1', 'main'], found: 'the ref autopack/pinned/candidates/one-1' },
    { name: 'annotated', make: ['tag', '-a', '-m', 'mine', 'autopack/annotated/one'], found: 'the tag autopack/annotated/one' },
  ])('takes the name of a run before anything is built: $name', async ({ name, make, found }) => {
    git(...make)
    const before = refs()
    expect(await run(name, { id: 'one', code: writes('one.md') })).toMatchObject({ code: 2, stderr: expect.stringContaining(`${found} exists already`) })
    expect(refs()).toBe(before)
    expect((await bench.autopack(root, 'runs')).stdout).not.toContain(name)
  })

  it.each([
    { name: 'late-tag', make: ['tag', 'autopack/late-tag/locked'], unmake: ['tag', '-d', 'autopack/late-tag/locked'], found: 'the tag autopack/late-tag/locked' },
    { name: 'late-annotated', make: ['tag', '-a', '-m', 'mine', 'autopack/late-annotated/locked'], unmake: ['tag', '-d', 'autopack/late-annotated/locked'], found: 'the tag autopack/late-annotated/locked' },
    { name: 'late-below', make: ['tag', 'autopack/late-below/locked/mine'], unmake: ['tag', '-d', 'autopack/late-below/locked/mine'], found: 'the tag autopack/late-below/locked/mine' },
  ])('stays where it is when it comes later, until it is out of the way: $name', async ({ name, make, unmake, found }) => {
    await decided(name)
    git(...make)
    const before = refs()
    const stopped = await bench.autopack(root, 'resume', name)
    expect(stopped).toMatchObject({ code: 75, stdout: expect.stringContaining(found) })
    expect(stopped.stdout).toContain(`${found.replace('the tag ', '').replaceAll('/', '-')}-mine`)
    expect(refs()).toBe(before)
    git(...unmake)
    expect(await bench.autopack(root, 'resume', name)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 of 2 phases') })
    expect(git('rev-parse', `autopack/${name}/locked`)).toBe(git('rev-parse', `autopack/${name}`))
  })

  it('does not keep a run from being cancelled', async () => {
    await decided('unwanted')
    git('tag', 'autopack/unwanted/locked')
    expect(await bench.autopack(root, 'resume', 'unwanted')).toMatchObject({ code: 75 })
    const before = refs()
    expect(await bench.autopack(root, 'cancel', 'unwanted')).toMatchObject({ code: 0, stderr: expect.stringContaining('cancelled; what was kept') })
    expect(refs()).toBe(before)
  })

  it('is left where it is by a rollback that would have removed the run’s own of that name', async () => {
    await run('replaced', { id: 'one', code: writes('one.md') }, { id: 'two', code: writes('two.md') })
    git('tag', '-f', '-a', '-m', 'mine', 'autopack/replaced/two', 'autopack/replaced')
    git('tag', '-f', 'autopack/replaced/one', 'main')
    expect(await bench.autopack(root, 'rollback', 'replaced', 'one')).toMatchObject({ code: 0 })
    expect(git('tag', '--list', 'autopack/replaced/*').split('\n')).toEqual(['autopack/replaced/one', 'autopack/replaced/two'])
    expect(git('rev-parse', 'autopack/replaced')).toBe(git('rev-parse', 'main'))
  })

  it('is not promoted into in the middle of a rebase', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'second')
    await run('rebased', { id: 'one', code: writes('one.md') })
    git('-c', stopAtOnce, 'rebase', '-q', '-i', '--keep-empty', 'HEAD~1')
    const before = refs()
    expect(await bench.autopack(root, 'promote', 'rebased')).toMatchObject({ code: 1, stderr: expect.stringContaining(`main is being rebased in ${root}`) })
    expect(refs()).toBe(before)
    git('rebase', '--continue')
    expect(await bench.autopack(root, 'promote', 'rebased')).toMatchObject({ code: 0 })
  })

  it('is not promoted into where git refuses, and git says why', async () => {
    await run('locked', { id: 'two', code: writes('two.md') })
    const lock = bench.write('hello/.git/index.lock', '')
    const refused = await bench.autopack(root, 'promote', 'locked')
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('index.lock') })
    expect(refused.stderr).not.toContain('uncommitted')
    rmSync(lock)
    expect(await bench.autopack(root, 'promote', 'locked')).toMatchObject({ code: 0 })
  })
})
