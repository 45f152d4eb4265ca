import { createFakeWorld, type FakeWorld } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { createdFor } from '../in-world.fixture.ts'

const sample = { tiers: { base: [{ id: 'a' }] } }

async function worldOfTest(): Promise<FakeWorld> {
  const world = await createFakeWorld()
  onTestFinished(() => world.remove())
  return world
}

test('a name whose process died before its first event is no run, and is free for one', async () => {
  const world = await worldOfTest()
  const engine = createEngine(world)
  const lease = await world.journal.create('r', 'dead', 30_000)
  const request = { run: 'r', created: await createdFor(world, sample) }
  expect(await engine.runs()).toEqual([])
  await expect(engine.create(request), 'its process is alive').rejects.toMatchObject({ code: 'AUTOPACK_RUN_EXISTS' })
  await world.journal.release('r', lease?.epoch ?? 0)
  await engine.create(request)
  expect(await engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  expect((await engine.runs()).map(({ run }) => run)).toEqual(['r'])
})

test('the name of a run is taken', async () => {
  const world = await worldOfTest()
  const engine = createEngine(world)
  const request = { run: 'r', created: await createdFor(world, sample) }
  await engine.create(request)
  await expect(engine.create(request)).rejects.toMatchObject({ code: 'AUTOPACK_RUN_EXISTS', message: expect.stringContaining('a run r exists') })
})
