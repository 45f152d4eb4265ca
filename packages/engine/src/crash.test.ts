import { crashingJournal } from '@autopack/testkit'
import { describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import { inWorld, type InWorld } from './in-world.fixture.ts'

const sample = { tiers: { base: [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }], later: [{ id: 'c', ci: null }] } } as const

async function outcome(run: InWorld): Promise<unknown> {
  const { state, phases, head, tiers } = await run.view()
  const files = run.world.repository.objects.entriesOf(head)
  return {
    state,
    tiers: tiers.map((tier) => tier.state),
    phases: Object.values(phases).map(({ state: at, attempts }) => [at, attempts.length]),
    files: [...files.keys()],
    commits: (await run.events()).filter((event) => event.type === 'effect-end' && event.data.kind === 'snapshot').length,
  }
}

/** Advances in a process that dies at its nth append, then in one that does not. */
async function crashAt(at: number, when: 'before' | 'after'): Promise<{ readonly run: InWorld; readonly died: boolean }> {
  const run = await inWorld(sample)
  const dead = await new Promise<boolean>((resolve) => {
    const journal = crashingJournal(run.world.journal, { at, when, die: () => resolve(true) })
    void createEngine({ ...run.world, journal }).advance('r').then(() => resolve(false))
  })
  run.world.clock.jump(60_000)
  await run.engine.advance('r')
  return { run, died: dead }
}

describe('a process that dies at any append', () => {
  it('is followed by one that ends with the same result', async () => {
    const whole = await inWorld(sample)
    await whole.engine.advance('r')
    const expected = await outcome(whole)
    let points = 0
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at += 1) {
        const { run, died } = await crashAt(at, when)
        expect(await outcome(run), `${when} append ${at}`).toEqual(expected)
        await run.world.remove()
        if (!died) break
        points += 1
      }
    }
    expect(points).toBeGreaterThan(25)
  })
})
