import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildContext, BuildOutcome, BuildRequest, ModelClient, ModelRequest } from '@autopack/contracts'
import { createScriptedClient, type PhaseSample } from '@autopack/testkit'
import { describe, expect, it } from 'vitest'
import { inWorld, type InWorld } from './in-world.fixture.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write.' }],
  schema: { name: 's', schema: {} },
  maxOutputTokens: 900,
}

async function build({ checkout, phase }: BuildRequest, { model }: BuildContext): Promise<BuildOutcome> {
  if (phase.builder.kind !== 'model') return write(checkout, phase.id)
  const outcome = await model.call(request)
  if (outcome.kind === 'quota') return { kind: 'failed', failure: 'quota', message: outcome.message, evidence: [] }
  return write(checkout, phase.id)
}

async function write(checkout: string, name: string): Promise<BuildOutcome> {
  await writeFile(join(checkout, `${name}.txt`), 'x')
  return { kind: 'proposed', summary: '', family: null, evidence: [] }
}

const hour = 3_600_000
const builtByModel = { kind: 'model' } as const

/** A run whose models may not be called within the first hour; `what` says which of them are refused before it. */
async function exhausted(what: 'quota' | 'forecast'): Promise<InWorld & { readonly asked: () => number }> {
  const clock: { now: () => number } = { now: () => 0 }
  const start = { at: null as number | null }
  const wait = () => {
    start.at ??= clock.now()
    return clock.now() < start.at + hour ? ({ kind: 'quota', limit: 'weekly', resetAt: start.at + hour, message: 'weekly: nothing is left' } as const) : null
  }
  const models = createScriptedClient({ respond: () => 'ok', [what]: wait })
  const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null, builder: builtByModel }, { id: 'b', ci: null }] } }, { build }, { models })
  clock.now = () => run.world.clock.now()
  return { ...run, asked: () => models.requests.length }
}

describe.each(['quota', 'forecast'] as const)('a quota that is used up, said by the %s', (what) => {
  it('parks its phase while others go on, and needs no process', async () => {
    const run = await exhausted(what)
    const stop = await run.engine.advance('r')
    expect(stop).toMatchObject({ kind: 'waiting', for: 'quota', message: expect.stringContaining('weekly') })
    const { phases } = await run.view()
    expect([phases['a']?.waiting?.kind, phases['b']?.state]).toEqual(['quota', 'COMPLETE'])
    expect(run.asked()).toBe(0)
  })

  it('uses up no attempt and no time, however often one looks', async () => {
    const run = await exhausted(what)
    for (const _ of [1, 2, 3]) expect(await run.engine.advance('r')).toMatchObject({ for: 'quota' })
    const { phases } = await run.view()
    expect(phases['a']?.attempts).toMatchObject([{ number: 1, ended: false, failure: null }])
    expect(run.world.log.filter((line) => line === 'build a 1').length).toBeLessThanOrEqual(1)
  })

  it('is an incident, one for as long as it lasts', async () => {
    const run = await exhausted(what)
    for (const _ of [1, 2]) await run.engine.advance('r')
    const { incidents, phases } = await run.view()
    expect(incidents).toEqual([{ phase: 'a', subject: 'weekly', message: 'weekly: nothing is left', until: phases['a']?.waiting?.until }])
  })

  it('is gone on from after its reset, once', async () => {
    const run = await exhausted(what)
    await run.engine.advance('r')
    await run.world.clock.advance(hour)
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', state: 'DONE_SUCCESS' })
    expect(run.asked()).toBe(1)
    expect((await run.events()).filter(({ type, data }) => type === 'wait-end' && data.phase === 'a')).toHaveLength(1)
    expect((await run.view()).phases['a']?.attempts).toHaveLength(1)
  })
})

it('an auditor that may not be called yet is waited for in the gate, without using a round', async () => {
  let refused = 0
  const run = await inWorld(
    { tiers: { base: [{ id: 'a', ci: null, builder: { kind: 'command', run: ['true'] } }] } },
    {
      auditor: true,
      audit: async (_, { model }) => {
        const outcome = await model.call({ ...request, purpose: { ...request.purpose, role: 'auditor' } })
        if (outcome.kind === 'quota') return { kind: 'failed', failure: 'quota', message: outcome.message }
        return { kind: 'audited', verdict: 'approve', findings: [], family: 'auditor', model: 'auditor', independent: true }
      },
    },
    { models: createScriptedClient({ respond: () => 'ok', quota: () => (refused++ === 0 ? { kind: 'quota', limit: 'weekly', resetAt: hour * 500_000, message: 'weekly' } : null) }) },
  )
  expect(await run.engine.advance('r')).toMatchObject({ for: 'quota' })
  const parked = (await run.view()).phases['a']
  expect([parked?.state, parked?.auditRounds]).toEqual(['GATE', 0])
  await run.world.clock.advance(hour * 500_000)
  expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  expect((await run.view()).phases['a']?.auditRounds).toBe(1)
})

describe('a change that could not be audited', () => {
  type Forecast = NonNullable<Parameters<typeof createScriptedClient>[0]['forecast']>
  const outline: ModelRequest = { ...request, purpose: { ...request.purpose, role: 'auditor' } }

  async function foreseen(kind: 'command' | 'model', forecast: Forecast): Promise<InWorld & { readonly asked: () => number }> {
    const models = createScriptedClient({ respond: () => 'ok', forecast })
    const phase: PhaseSample = { id: 'a', ci: null, builder: kind === 'model' ? builtByModel : { kind, run: ['true'] } }
    const run = await inWorld({ tiers: { base: [phase] } }, { build, auditor: true }, { models })
    Object.assign(run.world.auditor, { outline: () => outline })
    return { ...run, asked: () => models.requests.length }
  }

  const roles = (forecast: ReturnType<Forecast>): Forecast => ({ request: { purpose } }) => (purpose.role === 'auditor' ? forecast : null)

  it.each([
    'model',
    'command',
  ] as const)('is not built by a %s: it waits', async (kind) => {
    const run = await foreseen(kind, roles({ kind: 'quota', limit: 'weekly', resetAt: hour * 500_000, message: 'weekly: nothing is left' }))
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'quota' })
    expect((await run.view()).incidents).toMatchObject([{ phase: 'a', subject: 'weekly' }])
    expect([run.asked(), (await run.view()).phases['a']?.attempts[0]?.build?.kind]).toEqual([0, 'postponed'])
  })

  it.each([
    ['no_model', 'DONE_FAILED_ENVIRONMENT', { kind: 'refusal', reason: 'no-model', message: 'its audit: no' }],
    ['authentication', 'DONE_FAILED_ENVIRONMENT', { kind: 'refusal', reason: 'no-credential', message: 'its audit: no' }],
    ['budget', 'DONE_FAILED_BUDGET_EXHAUSTED', { kind: 'over-budget', cap: 'phase.tokens.auditor', used: 0, limit: 5, message: 'its audit: no' }],
  ] as const)('is not built by a command where nothing would help: %s', async (failure, state, refusal) => {
    const run = await foreseen('command', roles(refusal))
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', state })
    expect((await run.view()).phases['a']?.attempts).toMatchObject([{ failure: { kind: failure, message: failure === 'budget' ? 'phase.tokens.auditor: 0 of 5' : 'its audit: no' } }])
    expect(run.world.log).toEqual([])
  })

  it('is foreseen once for each build, with what calls of its role have taken before', async () => {
    const seen: unknown[] = []
    const run = await foreseen('model', (need) => {
      seen.push([need.request.purpose.role, need.seen, need.judges])
      return null
    })
    await run.engine.advance('r')
    expect(seen).toEqual([['builder', { held: 0, used: 0 }, false], ['auditor', { held: 0, used: 0 }, true]])
  })
})

it('what is used of a cap is told of at 75, 80 and 90 per cent, once each', async () => {
  const spend = (_: ModelRequest, call: number) => ({ kind: 'answer', text: 'ok', finish: 'stop', usage: { input: call === 1 ? 7600 : 900, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 }, usageCertainty: 'reported', served: 'm' }) as const
  const run = await inWorld(
    { tiers: { base: [{ id: 'a', ci: null, builder: builtByModel }, { id: 'b', ci: null, builder: builtByModel }] }, caps: { tokens: 10_000 } },
    { build, model: spend },
  )
  expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  expect((await run.story()).filter((line) => line.startsWith('run.tokens'))).toEqual(['run.tokens at-75', 'run.tokens soft'])
})

it('a cap that has nothing left is an incident too', async () => {
  const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null, builder: builtByModel }] }, caps: { tokens: 100 } }, { build, model: () => 'ok' })
  await run.engine.advance('r')
  expect((await run.view()).incidents).toEqual([{ phase: null, subject: 'run.tokens', message: 'run.tokens has no room left: 0 of 100 used', until: null }])
})

it('what a limit has come to is in the journal as often as it is told of: once for each of its windows', async () => {
  const scripted = createScriptedClient({ respond: () => 'ok' })
  const models: ModelClient = {
    ...scripted,
    async call(operation, observer, signal) {
      const result = await scripted.call(operation, observer, signal)
      await observer.alerts?.([{ limit: 'weekly', level: 'soft', used: 8, hard: 10, resetAt: 1 }])
      return result
    },
  }
  const run = await inWorld({ tiers: { base: ['a', 'b'].map((id) => ({ id, ci: null, builder: builtByModel })) } }, { build }, { models })
  await run.engine.advance('r')
  expect((await run.view()).alerts).toMatchObject(['a', 'b'].map((phase) => ({ cap: 'quota', quota: 'weekly', level: 'soft', used: 8, limit: 10, phase })))
})
