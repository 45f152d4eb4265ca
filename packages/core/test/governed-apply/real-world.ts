import type { ChangePolicy, ObjectId, Repository } from '@autopack/contracts'
import { createEngine, type Engine } from '@autopack/engine'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor } from '@autopack/governed-apply'
import { createFakeWorld, createGitFixture, samplePolicy, sampleStrategy, type FakeWorld, type GitFixture } from '@autopack/testkit'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const policy: ChangePolicy = { ...samplePolicy, classes: [{ name: 'all', globs: ['**'], verdict: 'allow' }] }

/** A run `r` of phases a and b on a real repository with a real governor; models, time and CI are fakes. */
export interface RealWorld {
  readonly fixture: GitFixture
  readonly repository: Repository
  readonly base: ObjectId
  /** An engine over the same journal and repository, as a new process would make it. */
  readonly engineWith: (repository: Repository) => Engine
}

export async function createRealWorld(): Promise<RealWorld> {
  const fixture = createGitFixture({ 'README.md': '# A project\n', 'keep.txt': 'kept\n' })
  const directory = mkdtempSync(join(tmpdir(), 'autopack-real-world-'))
  const world: FakeWorld = await createFakeWorld()
  onTestFinished(async () => {
    fixture.remove()
    rmSync(directory, { recursive: true, force: true })
    await world.remove()
  })
  const repository = await openRepository({ path: fixture.root, env: process.env })
  const { head } = await repository.inspect()
  const engineWith = (used: Repository): Engine =>
    createEngine({ ...world, repository: used, workspace: createWorkspace({ repository: used, directory, env: process.env }), governor: createGovernor({ repository: used }) })
  await engineWith(repository).create({
    run: 'r',
    created: {
      project: 'sample',
      strategy: sampleStrategy({ tiers: { base: [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }] } }),
      policy,
      planDirectory: '/plan',
      plan: {},
      base: head,
      target: 'main',
      branch: 'autopack/r',
      engineVersion: world.engineVersion,
      auditorAvailable: false,
      setupKey: null,
      parent: null,
      author: { name: 'Autopack', email: 'autopack@localhost' },
    },
  })
  return { fixture, repository, base: head, engineWith }
}

/** What a call says whose process is gone. */
export class Died extends Error {}

export interface Mortal extends Repository {
  readonly steps: () => number
}

const steps = ['writeCommit', 'moveRef'] as const

/** The repository of a process that dies when it has taken so many steps; whatever it asks for then, it gets no answer. */
export function mortal(repository: Repository, lifetime: number): Mortal {
  let taken = 0
  const dying = Object.fromEntries(
    steps.map((name) => [
      name,
      async (...input: readonly unknown[]): Promise<unknown> => {
        if (taken >= lifetime) throw new Died(`after ${lifetime} steps`)
        taken += 1
        const answer: unknown = await Reflect.apply(repository[name], repository, input)
        return answer
      },
    ]),
  )
  return { ...repository, ...dying, steps: () => taken }
}
