import type { IsolationReport } from '@autopack/contracts'
import { createScriptedRunner } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { inWorld } from '../in-world.fixture.ts'

test('nothing that finds out about the host goes on once a run is let go of, not even one that is cancelled at once', async () => {
  let known: (report: IsolationReport) => void = () => undefined
  const asked = new Promise<IsolationReport>((resolve) => (known = resolve))
  const runner = { ...createScriptedRunner({ programs: {} }), isolation: () => asked }
  const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } }, {}, { runner })
  await run.engine.tell('r', 'cancel', { by: 'ada', note: '' })
  const steps: string[] = []
  const stopped = run.engine.advance('r').then(() => steps.push('let go'))
  while ((await run.view()).state !== 'DONE_FAILED_REQUIRES_HUMAN_REVIEW') await new Promise((resolve) => setImmediate(resolve))
  steps.push('known')
  known({ achieved: 0, degradedBecause: [] })
  await stopped
  expect(steps).toEqual(['known', 'let go'])
})
