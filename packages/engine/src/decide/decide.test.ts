import { expect, it } from 'vitest'
import { inWorld } from '../in-world.fixture.ts'
import { decide } from './decide.ts'

it('a living run that no rule knows how to go on with is a fault, never an end', async () => {
  const run = await inWorld({ tiers: { base: [{ id: 'a' }] } })
  const view = await run.view()
  expect(decide(view, { gate: run.world.gate })).toMatchObject({ kind: 'append' })
  view.state = 'GATE'
  expect(() => decide(view, { gate: run.world.gate })).toThrow(expect.objectContaining({ code: 'AUTOPACK_RUN_STUCK' }))
  view.state = 'DONE_SUCCESS'
  expect(decide(view, { gate: run.world.gate })).toEqual({ kind: 'rest' })
})
