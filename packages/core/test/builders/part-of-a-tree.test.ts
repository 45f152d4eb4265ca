import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModelBuilder } from '@autopack/agents'
import type { Workspace } from '@autopack/contracts'
import { createEngine, type Engine, type RunView } from '@autopack/engine'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor } from '@autopack/governed-apply'
import { createFakeWorld, createGitFixture, samplePolicy, sampleStrategy, type GitFixture, type PhaseSample, type WorldScript } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'

const files = { 'README.md': '# A project\n', 'docs/guide.md': 'guide\n', 'src/a.js': 'export const a = 1\n', 'src/b.js': 'export const b = 1\n' }

interface Ended {
  readonly fixture: GitFixture
  readonly view: RunView
  /** Files of the checkouts that builders and CI worked in, in order. */
  readonly checkouts: readonly (readonly string[])[]
}

function filesIn(path: string): readonly string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).filter((name) => !name.startsWith('.git/')).toSorted()
}

/** Runs one phase on a real repository, with real checkouts and the real governor. */
async function runPhase(phase: Partial<PhaseSample>, script: WorldScript): Promise<Ended> {
  const fixture = createGitFixture(files)
  const directory = mkdtempSync(join(tmpdir(), 'autopack-parts-'))
  const checkouts: (readonly string[])[] = []
  const world = await createFakeWorld({ ...script, ci: (path) => (checkouts.push(filesIn(path)), {}) })
  const repository = await openRepository({ path: fixture.root, env: process.env })
  onTestFinished(async () => {
    await Promise.all([repository.close(), world.remove()])
    for (const folder of [fixture.root, directory]) rmSync(folder, { recursive: true, force: true })
  })
  const real = createWorkspace({ repository, directory, env: process.env })
  const workspace: Workspace = { ...real, capture: (checkout) => (checkouts.push(filesIn(checkout.path)), real.capture(checkout)) }
  const builders = world.builders.map((builder) => (builder.kind === 'model' ? createModelBuilder() : builder))
  const engine: Engine = createEngine({ ...world, repository, workspace, builders, governor: createGovernor({ repository }) })
  const policy = { ...samplePolicy, classes: [{ name: 'all', globs: ['**'], verdict: 'allow' }] } as const
  const strategy = sampleStrategy({ tiers: { base: [{ id: 'a', scope: ['src/**'], caps: { attempts: 1 }, ...phase }] } })
  const { head } = await repository.inspect()
  const created = { project: 'sample', strategy, policy, planDirectory: '/plan', plan: {}, base: head, target: 'main', branch: 'autopack/r', engineVersion: world.engineVersion, auditorAvailable: false, setupKey: null, parent: null, author: { name: 'Autopack', email: 'autopack@localhost' } }
  await engine.create({ run: 'r', created })
  await engine.advance('r')
  return { fixture, view: await engine.view('r'), checkouts }
}

const edit = (path: string): object => ({ action: 'edit', path, edits: [{ search: '1', replace: '2' }] })

test('a model works in a checkout of its scope alone; what it makes of it is a whole tree, which CI has', async () => {
  const { fixture, view, checkouts } = await runPhase({ builder: { kind: 'model' } }, { model: () => ({ summary: 'Two.', files: [edit('src/a.js')] }) })
  const [baseline, build, ci] = checkouts
  expect([baseline, build, ci]).toEqual([Object.keys(files), ['src/a.js', 'src/b.js'], Object.keys(files)])
  expect(view.phases['a']?.state).toBe('COMPLETE')
  expect(fixture.git('diff', '--name-only', 'main', 'autopack/r')).toBe('src/a.js')
})

test('what a model changes outside of its scope need not be there to be changed, and is refused by name', async () => {
  const guide = { action: 'edit', path: 'docs/guide.md', edits: [{ search: 'guide', replace: 'guided' }] }
  const { view, checkouts } = await runPhase({ builder: { kind: 'model' } }, { model: () => ({ summary: 'Two.', files: [edit('src/a.js'), guide] }) })
  expect(checkouts.at(-1)).toEqual(['src/a.js', 'src/b.js'])
  expect(view.phases['a']?.attempts[0]).toMatchObject({ judge: { kind: 'rejected', reasons: [{ rule: 'scope', path: 'docs/guide.md' }] } })
})

test('a command works in the whole tree', async () => {
  const { checkouts } = await runPhase({ scope: ['**'] }, {})
  expect(checkouts[1]).toEqual([...Object.keys(files), 'a.txt'].toSorted())
})
