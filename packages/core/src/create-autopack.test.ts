import { createFakeWorld, samplePolicy, sampleStrategy } from '@autopack/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createAutopack } from './create-autopack.ts'

const nothing = { text: '', file: 'none' }

test('what judging and git need is loaded while the baseline of a run is measured', async () => {
  const loaded: string[] = []
  const ready = Promise.withResolvers<void>()
  const loading = (name: string) => (): void => {
    loaded.push(name)
    if (loaded.length === 2) ready.resolve()
  }
  // the baseline takes until both are asked to load
  const world = await createFakeWorld({ ci: async () => (await ready.promise, {}) })
  onTestFinished(() => world.remove())
  const { head } = await world.repository.inspect()
  const autopack = createAutopack({
    ...world,
    runner: { contract: 1, ...world.runner },
    governor: { ...world.governor, load: loading('governor') },
    repository: { ...world.repository, load: loading('repository') },
    configuration: { strategy: nothing, policy: nothing, project: null },
    environment: {},
  })
  const run = await autopack.start({
    kind: 'ready',
    plan: { version: 1, project: 'sample', tiers: [] },
    planDirectory: '/plan',
    overrides: {},
    flags: {},
    strategy: sampleStrategy({ tiers: { base: [{ id: 'a' }] } }),
    policy: samplePolicy,
    start: { commit: head, branch: 'main' },
    notices: [],
    foresight: [],
    price: null,
    remarks: [],
  })
  const ended = autopack.advance(run)
  await vi.waitUntil(() => loaded.length === 2, { timeout: 5_000 })
  expect(loaded).toEqual(['governor', 'repository'])
  expect(await ended).toMatchObject({ kind: 'ended', state: 'DONE_SUCCESS' })
})
