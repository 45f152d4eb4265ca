import type { Builder } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { inWorld } from '../in-world.fixture.ts'

/** Runs `r` in a repository and returns the marker of its builder and what the engine sweeps before. */
async function markersIn(root: string): Promise<{ readonly built: string; readonly swept: string }> {
  const seen = { built: '', swept: '' }
  const builder: Builder = {
    contract: 1,
    kind: 'command',
    build: async ({ marker }) => {
      seen.built = marker
      return { kind: 'failed', failure: 'infrastructure', message: 'enough', evidence: [] }
    },
  }
  const run = await inWorld({ tiers: { base: [{ id: 'a' }] } })
  const repository = { ...run.world.repository, identity: { root, commonDirectory: `${root}/.git` } }
  const runner = {
    ...run.world.runner,
    sweep: async (prefix: string) => {
      seen.swept = prefix
      return 0
    },
  }
  await createEngine({ ...run.world, repository, runner, builders: [builder] }).advance('r')
  await run.world.remove()
  return seen
}

test('an owner sweeps what runs of its name left in its own repository, and nothing of another', async () => {
  const here = await markersIn('/here')
  const there = await markersIn('/there')
  expect(here.built.startsWith(here.swept)).toBe(true)
  expect(here.swept).toMatch(/^r@[0-9a-f]{12}:$/)
  expect(there.built.startsWith(here.swept)).toBe(false)
})
