import { expect, test } from 'vitest'
import { inWorld } from '../in-world.fixture.ts'
import { createSession } from './session.ts'

test('a session decides on events as the journal will have them, their times included, however long it takes to write them', async () => {
  const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } })
  const { world } = run
  let looked = 0
  const clock = { ...world.clock, now: () => world.clock.now() + 1500 * (looked += 1) }
  const lease = await world.journal.acquire('r', 'owner', 60_000)
  const session = createSession({ ...world, clock }, 'r', lease?.epoch ?? 0, await run.view())
  session.stage([{ type: 'run-adopt', data: { owner: 'owner', epoch: lease?.epoch ?? 0 } }])
  session.stage([{ type: 'run-state', data: { from: 'RUN_CREATED', to: 'PHASE_QUEUEING', reason: null } }])
  await session.append([{ type: 'tier-state', data: { tier: 'base', from: 'PENDING', to: 'IN_PROGRESS', reason: null } }])
  await session.append([{ type: 'phase-state', data: { phase: 'a', from: 'QUEUED', to: 'EXECUTING', reason: null } }])
  await session.park([{ type: 'wait-start', data: { phase: null, kind: 'pause', until: null, message: 'paused' } }])
  expect(session.view).toEqual(await run.view())
})

test('nothing follows what could not be written, whoever goes on after the error', async () => {
  const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } })
  const { world } = run
  const lease = await world.journal.acquire('r', 'owner', 60_000)
  let full = true
  const append: typeof world.journal.append = async (...input) => (full ? Promise.reject(new Error('the disk is full')) : world.journal.append(...input))
  const session = createSession({ ...world, journal: { ...world.journal, append } }, 'r', lease?.epoch ?? 0, await run.view())
  await expect(session.append([{ type: 'run-adopt', data: { owner: 'owner', epoch: lease?.epoch ?? 0 } }])).rejects.toThrow('full')
  full = false
  await expect(session.append([{ type: 'run-state', data: { from: 'RUN_CREATED', to: 'PHASE_QUEUEING', reason: null } }])).rejects.toThrow('full')
  expect(await run.events()).toHaveLength(1)
})
