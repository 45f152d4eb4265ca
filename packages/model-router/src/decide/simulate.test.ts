import { modelsFileSchema, type ModelsFile } from '@autopack/contracts'
import { describe, expect, test } from 'vitest'
import { createScene, request } from '../../test/scene.ts'
import { modelsFile, pricingFile } from '../../test/models-file.ts'
import { compile } from '../configuration/compile.ts'
import { factsOf } from './facts.ts'
import { simulate } from './simulate.ts'

type Limits = NonNullable<ModelsFile['limits']>

const weekly = (limit: object): Limits => modelsFileSchema.shape.limits.unwrap().parse({ weekly: { window: { kind: 'sliding', minutes: 10_080 }, ...limit } })
const tokens = weekly({ tokens: 5_000_000 })

async function recordedUnder(limits: Limits) {
  const scene = createScene({ models: { limits } })
  await scene.call('one')
  return scene.ledger.decisions({})
}

function under(limits: Limits) {
  return compile({ models: { ...modelsFile, limits }, pricing: pricingFile, providers: { one: { contract: 1, name: 'one', send: async () => ({ kind: 'answer', text: '', finish: 'stop', usage: null, served: '' }) } } })
}

describe('decisions made again under other limits', () => {
  test('rest on the use that was counted, where the limit counts the same', async () => {
    expect(simulate(under(weekly({ tokens: 4_000_000, soft: 0.5 })), await recordedUnder(tokens))).toMatchObject([{ would: 'cheap', unknown: [] }])
  })

  test.each([
    ['in another unit', weekly({ usd: 0.01 })],
    ['for another time', weekly({ tokens: 5_000_000, window: { kind: 'calendar', every: 'week' } })],
    ['of another role', weekly({ tokens: 5_000_000, role: 'builder' })],
  ])('do not take what was counted %s for it', async (_, limits) => {
    expect(simulate(under(limits), await recordedUnder(tokens))).toMatchObject([{ would: 'cheap', unknown: ['the use of the limit weekly'] }])
  })
})

describe('a decision that another version recorded', () => {
  const unreadable: readonly unknown[] = [
    null,
    'one',
    { request: {}, situation: {}, decision: {} },
    { request: { purpose: { ...request.purpose, role: 'doctor' }, input: 1, output: 1, override: null }, situation: { now: 0, limits: {}, cooldowns: {}, breakers: {} }, decision: { kind: 'refused', reason: 'quota', resetAt: 1, limit: null, candidates: [] } },
    { request: { purpose: request.purpose, input: 1, output: 1, override: null }, situation: { now: 0, limits: {}, cooldowns: {}, breakers: {} }, decision: { kind: 'refused', reason: 'quota', resetAt: 1e17, limit: null, candidates: [] } },
  ]

  test.each(unreadable.map((decision) => ({ decision })))('is known to be none of ours: $decision', ({ decision }) => {
    expect(factsOf({ decision })).toBe(null)
  })

  test('is unknown, and those beside it are made again', async () => {
    const recorded = await recordedUnder(tokens)
    const all = [...unreadable.map((decision) => ({ operation: 'old', run: null, phase: null, at: 1, decision })), ...recorded]
    const replays = simulate(under(tokens), all)
    expect(replays).toHaveLength(all.length)
    expect(replays[0]).toEqual({ operation: 'old', at: 1, was: null, would: null, because: 'another version recorded it', boundWas: 0, boundWould: 0, unknown: ['what was decided: another version recorded it'] })
    expect(replays.at(-1)).toMatchObject({ was: 'cheap', would: 'cheap', unknown: [] })
  })
})
