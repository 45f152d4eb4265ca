import { modelsFileSchema, pricingFileSchema, type CallScope, type ForecastNeed, type ModelProvider, type ModelRole, type ModelsFile } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../configuration/compile.ts'
import type { Tables } from '../configuration/tables.ts'
import { inputBound } from '../costs/tokens.ts'
import { forecast } from './forecast.ts'
import type { Situation } from './situation.ts'

const provider: ModelProvider = { contract: 1, name: 'p', send: async () => ({ kind: 'answer', text: '', finish: 'stop', usage: null, served: '' }) }
const sliding = { kind: 'sliding', minutes: 60 } as const
type Limits = Readonly<Record<string, object>>

/** `writer` builds; `reader`, or `second` of another family, audits. Input costs 1 nano-dollar a token, output 10. */
function tablesOf(limits: Limits, more: Partial<Pick<ModelsFile, 'roles'>> = {}): Tables {
  const model = (name: string, family: string): object => ({ provider: 'p', name, family, billing: 'metered', maxOutputTokens: 1000 })
  const chain = (...keys: readonly string[]): object => ({ low: keys, medium: keys, high: keys })
  const models = modelsFileSchema.parse({
    version: 1,
    providers: { p: { kind: 'openai' } },
    models: { writer: model('w', 'north'), reader: model('r', 'north'), second: model('s', 'south') },
    roles: { builder: chain('writer'), auditor: chain('reader', 'second') },
    escalateAfter: 1,
    limits: Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, { window: sliding, ...limit }])),
    ...more,
  })
  const price = { input: 0.001, output: 0.01 }
  return compile({ models, pricing: pricingFileSchema.parse({ version: 1, prices: { writer: price, reader: price, second: price } }), providers: { p: provider } })
}

function need(role: ModelRole, more: Partial<ForecastNeed> = {}): ForecastNeed {
  const request = { purpose: { role, category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] }, messages: [], schema: { name: 's', schema: {} }, maxOutputTokens: 5000 } as const
  return { request, scopes: [], seen: { held: 0, used: 0 }, judges: role === 'auditor', ...more }
}

const input = inputBound(need('builder').request)
const bound = input + 1000
const phase = [need('builder'), need('auditor')]
const at = (used: Readonly<Record<string, number>>): Situation => ({ now: 1000, limits: Object.fromEntries(Object.entries(used).map(([name, count]) => [name, { used: count, resetAt: 9000 }])), cooldowns: {}, breakers: {} })
const kindOf = (limits: Limits, used: Readonly<Record<string, number>> = {}, needs = phase): string | null => forecast(tablesOf(limits), at(used), needs)?.kind ?? null

describe('a forecast', () => {
  test('asks for the room that the call itself is held for', () => {
    const one = [need('builder')]
    const left = (tokens: number): string | null => kindOf({ few: { tokens: 100_000 } }, { few: 100_000 - tokens }, one)
    expect([left(bound), left(bound - 1)]).toEqual([null, 'quota'])
    const money = (nanoUsd: number): string | null => kindOf({ few: { usd: 1 } }, { few: 1_000_000_000 - nanoUsd }, one)
    expect([money(input + 10_000), money(input + 9999)]).toEqual([null, 'quota'])
  })

  test('says when to come back', () => {
    expect(forecast(tablesOf({ few: { tokens: 100_000 } }), at({ few: 99_500 }), phase)).toMatchObject({ kind: 'quota', limit: 'few', resetAt: 9000 })
  })

  test('keeps no phase waiting where a call may look what a full limit has left', () => {
    const full: Situation = { now: 1000, limits: { few: { used: 100_000, resetAt: 1000, look: true } }, cooldowns: {}, breakers: {} }
    expect(forecast(tablesOf({ few: { tokens: 100_000, window: { kind: 'provider' } } }), full, phase)).toBe(null)
  })

  test('adds to what is used what a call before will likely have used: as much as one did, or a quarter of its bound', () => {
    const limit = { few: { tokens: 100_000 } }
    const quarter = Math.ceil(bound / 4)
    expect([kindOf(limit, { few: 100_000 - quarter - bound }), kindOf(limit, { few: 100_001 - quarter - bound })]).toEqual([null, 'quota'])
    const seen = [need('builder', { seen: { held: 0, used: 700 } }), need('auditor')]
    expect([kindOf(limit, { few: 99_300 - bound }, seen), kindOf(limit, { few: 99_301 - bound }, seen)]).toEqual([null, 'quota'])
    expect([kindOf({ few: { requests: 4 } }, { few: 2 }), kindOf({ few: { requests: 4 } }, { few: 3 })]).toEqual([null, 'quota'])
  })

  test('counts each role under its own limits', () => {
    const limits = { built: { tokens: 2000, role: 'builder' }, audited: { tokens: 2000, role: 'auditor' } }
    expect(kindOf(limits, { built: 2000 - bound, audited: 2000 - bound })).toBe(null)
    expect(kindOf(limits, { built: 0, audited: 2001 - bound })).toBe('quota')
  })

  test('looks at the model of the other family that will judge', () => {
    expect(forecast(tablesOf({ few: { tokens: bound - 1, model: 'second' } }), at({}), phase)?.kind).toBe('refusal')
    expect(forecast(tablesOf({ few: { tokens: bound - 1, model: 'reader' } }), at({}), phase)).toBe(null)
  })

  test('refuses what no time would let through, with the reason', () => {
    const message = (limits: Limits): string | undefined => {
      const said = forecast(tablesOf(limits), at(Object.fromEntries(Object.keys(limits).map((name) => [name, 0]))), phase)
      return said?.kind === 'refusal' ? said.message : said?.kind
    }
    expect(message({ small: { tokens: bound - 1 } })).toBe('one call may take more than all of the limit small: raise it in models.yaml, or lower maxOutputTokens of the model')
    expect(message({ small: { tokens: bound - 1, role: 'auditor' } })).toMatch(/^its audit: one call may take more than all of the limit small/)
    expect(message({ small: { tokens: bound + 1 } })).toMatch(/^the calls of one phase may take more than all of the limit small/)
    expect(message({ small: { requests: 1 } })).toMatch(/^the calls of one phase/)
    expect(message({ enough: { tokens: 2 * bound } })).toBe(undefined)
  })

  test('refuses where nobody may audit', () => {
    const none = tablesOf({}, { roles: modelsFileSchema.shape.roles.parse({ builder: { low: ['writer'], medium: ['writer'], high: ['writer'] } }) })
    expect(forecast(none, at({}), phase)).toMatchObject({ kind: 'refusal', reason: 'no-model', message: expect.stringMatching(/^its audit: no model is configured for the role auditor/) })
    expect(forecast(tablesOf({}), at({}), [need('auditor', { override: 'nobody' })])).toMatchObject({ kind: 'refusal', reason: 'no-model' })
  })

  test('refuses what the caller’s own caps have no room for, each call alone', () => {
    const scope: CallScope = { name: 'phase.tokens.auditor', bucket: 'a', unit: 'tokens', hard: bound + 10, floor: 10 }
    const within = (floor: number): string | null => kindOf({}, {}, [need('builder', { scopes: [scope] }), need('auditor', { scopes: [{ ...scope, floor }] })])
    expect([within(10), within(11)]).toEqual([null, 'over-budget'])
  })

  test('waits for as much room as calls like it were held for, but not for ever', () => {
    const held = (tokens: number, used: number): string | null => kindOf({ few: { tokens, role: 'auditor' } }, { few: used }, [need('builder'), need('auditor', { seen: { held: 3 * bound, used: 0 } })])
    expect([held(3 * bound, 0), held(3 * bound, 1)]).toEqual([null, 'quota'])
    // no time would give it as much
    expect([held(2 * bound, bound), held(2 * bound, bound + 1)]).toEqual([null, 'quota'])
  })

  test('lets nothing through that it would not with less used, or that a call would not be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * bound }), fc.integer({ min: 0, max: 6 * bound }), fc.integer({ min: 1, max: 6 * bound }), (used, more, hard) => {
        const limit = { few: { tokens: hard } }
        if (kindOf(limit, { few: used + more }) === null) {
          expect(kindOf(limit, { few: used })).toBe(null)
          expect(used + more + bound).toBeLessThanOrEqual(hard)
        }
      }),
    )
  })
})
