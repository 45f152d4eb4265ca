import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildContext, BuildOutcome, BuildRequest, ModelRequest } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { inWorld } from './in-world.fixture.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'x'.repeat(100) }],
  schema: { name: 's', schema: {} },
  maxOutputTokens: 900,
}

/** Asks the model as often as told; each call is bounded by about 1,000 tokens. */
function asking(times: number) {
  return async ({ checkout }: BuildRequest, { model }: BuildContext): Promise<BuildOutcome> => {
    for (let call = 0; call < times; call += 1) {
      const outcome = await model.call(request)
      if (outcome.kind === 'over-budget') return { kind: 'failed', failure: 'budget', message: outcome.message, evidence: [] }
    }
    await writeFile(join(checkout, 'a.txt'), 'x')
    return { kind: 'proposed', summary: '', family: null, evidence: [] }
  }
}

const spend = () => ({ kind: 'answer', text: 'ok', finish: 'stop', usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 300, reasoning: 0 }, usageCertainty: 'reported', served: 'm' }) as const

describe('caps on tokens and money', () => {
  it.each([
    ['run.tokens', { caps: { tokens: 1500 } }],
    ['run.usd', { caps: { nanoUsd: 1_500_000 } }],
    ['tier.tokens', { tierCaps: { tokens: 1500 } }],
    ['phase.tokens.builder', {}],
  ] as const)('refuse a call before it is sent when its bound would pass %s', async (cap, caps) => {
    const phaseCaps = cap === 'phase.tokens.builder' ? { tokens: { builder: 1500, auditor: 1 } } : {}
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null, caps: phaseCaps }] }, ...caps }, { build: asking(9), model: spend })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED', reason: expect.stringContaining(cap) })
    expect(run.world.models.requests).toHaveLength(2)
    const { spent, alerts } = await run.view()
    expect(spent).toMatchObject({ tokens: 800, nanoUsd: 800_000, tokensByRole: { builder: 800, auditor: 0 } })
    expect(alerts).toMatchObject([{ cap, level: 'reached' }])
  })

  it('are one incident, however often a builder asks on', async () => {
    const build = async (_: BuildRequest, { model }: BuildContext): Promise<BuildOutcome> => {
      for (let call = 0; call < 3; call += 1) expect((await model.call(request)).kind).toBe('over-budget')
      return { kind: 'failed', failure: 'budget', message: 'nothing left', evidence: [] }
    }
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] }, caps: { tokens: 500 } }, { build, model: spend })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED' })
    expect((await run.view()).incidents.map(({ subject }) => subject)).toEqual(['run.tokens'])
  })

  it('charge the bound of a call whose process died, and use an answer that was paid for', async () => {
    let died = false
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null }] } },
      {
        model: spend,
        build: async (build, context) => {
          const outcome = await asking(1)(build, context)
          if (!died) {
            died = true
            throw new Error('killed')
          }
          return outcome
        },
      },
    )
    await expect(run.engine.advance('r')).rejects.toThrow('killed')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(run.world.models.requests).toHaveLength(1)
    expect((await run.view()).spent.tokens).toBe(400)
  })
})

describe('caps on time', () => {
  it('warn at half of a phase, fail it at all of it, and end the run as out of budget', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a' }] } },
      { build: async ({ checkout, attempt }) => {
        await run.world.clock.advance(500_000)
        await writeFile(join(checkout, 'a.txt'), `${attempt}`)
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      }, ci: async (checkout) => (checkout.includes('baseline') ? {} : { verdict: 'red', reasons: ['no'] }) },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED', reason: expect.stringContaining('phase.minutes') })
    expect((await run.view()).alerts).toMatchObject([{ cap: 'phase.minutes', level: 'warn' }, { cap: 'phase.minutes', level: 'reached' }])
  })

  it('end the run when its minutes are used, by measured work and not by the wall clock', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null }, { id: 'b', ci: null }] }, caps: { durationMs: 60_000 } },
      { build: async ({ checkout, phase }) => {
        run.world.clock.jump(phase.id === 'a' ? -86_400_000 : 86_400_000)
        if (phase.id === 'a') await run.world.clock.advance(61_000)
        await writeFile(join(checkout, `${phase.id}.txt`), 'x')
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED', reason: 'run.minutes: 61000 of 60000' })
  })
})

describe('caps on counts', () => {
  it('fail the phase that needs a CI run more than its tier may have', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a' }] }, tierCaps: { ciRuns: 1 } },
      { ci: async (checkout) => (checkout.includes('baseline') ? {} : { verdict: 'red', reasons: ['no'] }) },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED', reason: expect.stringContaining('tier.ciRuns') })
  })

  it('end the run when it has gathered more minor issues than it may', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }, { id: 'b' }] }, caps: { minorIssues: 1 } }, { ci: () => ({ lostTests: ['t1', 't2'] }) })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_BUDGET_EXHAUSTED', reason: 'run.minorIssues: 2 of 1' })
  })

  it('keep a tier over its minor tolerance from being promoted', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] }, tierCaps: { minorIssues: 1 } }, { ci: () => ({ lostTests: ['t1', 't2'] }) })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(await run.engine.promote('r')).toMatchObject({ kind: 'refused', message: expect.stringContaining('2 minor') })
  })

  it('give up on a build that keeps killing its process', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } }, { build: () => { throw new Error('killed') } })
    for (let death = 0; death < 5; death += 1) await expect(run.engine.advance('r')).rejects.toThrow('killed')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_ENVIRONMENT', reason: expect.stringContaining('died 5 times') })
  })
})
