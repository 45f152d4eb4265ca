import type { Clock, Ledger, ModelsFile, Quota, Reservation, ReserveResult } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../configuration/compile.ts'
import { createMemoryLedger } from '../ledger/memory-ledger.ts'
import { createScene, operation, silent, type Scene } from '../../test/scene.ts'
import { modelsFile, pricingFile } from '../../test/models-file.ts'
import { createPeriodEnd } from './calendar.ts'
import { readQuotas, type QuotaState } from './quotas.ts'

type Cut = Quota['window']
type Limits = NonNullable<ModelsFile['limits']>

const minute = 60_000
const day = 24 * 60 * minute
const longestMs = 31 * day + 2 * 60 * minute

const limited = (window: Cut, requests = 1000, more: Partial<Quota> = {}): Limits => ({ few: { requests, soft: 0.8, window, ...more } })

async function stateOf({ ledger, time }: Scene, limits: Limits): Promise<QuotaState> {
  const [state] = await readQuotas(compile({ models: { ...modelsFile, limits }, pricing: pricingFile, providers: {} }), ledger, time.now)
  if (state === undefined) throw new Error('there is no limit')
  return state
}

let named = 0

/** By a process that has read these files. */
async function callUnder(scene: Scene, limits: Limits): Promise<string> {
  named += 1
  return (await scene.other({ models: { limits } }).call(operation(`c${named}`), silent, new AbortController().signal)).kind
}

const cuts: fc.Arbitrary<Cut> = fc.oneof(
  fc.record({ kind: fc.constantFrom('sliding' as const, 'anchored' as const), minutes: fc.constantFrom(1, 60, 61, 300, 10_080) }),
  fc.record({ kind: fc.constant('calendar' as const), every: fc.constantFrom('day', 'week', 'month'), timeZone: fc.constant('UTC') }),
)
const steps = fc.array(fc.record({ cut: cuts, wait: fc.oneof(fc.nat(90 * minute), fc.nat(9 * day)) }), { minLength: 2, maxLength: 8 })

/** Those of `at` that count now without any doubt. */
function certain(cut: Cut, at: readonly number[], now: number): number {
  if (cut.kind === 'sliding') return at.filter((time) => time > now - cut.minutes * minute).length
  if (cut.kind !== 'calendar') return 0
  const end = createPeriodEnd(cut.every, cut.timeZone)
  return at.filter((time) => end(time) > now).length
}

describe('a limit whose window is cut otherwise, and back', () => {
  test('counts what has been used all the same, none of it for longer than a window lasts, until a time that can be printed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, cuts, async (changes, last) => {
        const scene = createScene()
        scene.time.now = Date.parse('2026-03-28T10:00:00Z')
        const at: number[] = []
        for (const { cut, wait } of changes) {
          scene.time.now += wait
          expect(await callUnder(scene, limited(cut))).toBe('answer')
          at.push(scene.time.now)
          const { used, resetAt } = await stateOf(scene, limited(cut))
          expect(used).toBeGreaterThanOrEqual(certain(cut, at, scene.time.now))
          expect(used).toBeLessThanOrEqual(at.length)
          expect(resetAt - scene.time.now).toBeLessThanOrEqual(longestMs)
        }
        const then = await stateOf(scene, limited(last))
        expect(then.used).toBeGreaterThanOrEqual(certain(last, at, scene.time.now))
        expect(then.resetAt - scene.time.now).toBeLessThanOrEqual(longestMs)
        scene.time.now += longestMs
        for (const { cut } of changes) expect((await stateOf(scene, limited(cut))).used).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  test('is counted by processes with old files and new ones together', async () => {
    const [week, hour] = [limited({ kind: 'sliding', minutes: 10_080 }), limited({ kind: 'anchored', minutes: 60 })]
    const scene = createScene()
    for (const limits of [week, hour, hour, week, hour, week]) {
      scene.time.now += minute
      await callUnder(scene, limits)
    }
    expect([(await stateOf(scene, week)).used, (await stateOf(scene, hour)).used]).toEqual([6, 6])
    scene.time.now += 2 * 60 * minute
    expect([(await stateOf(scene, week)).used, (await stateOf(scene, hour)).used]).toEqual([6, 0])
  })

  test('is not passed by a call that another cut gets ahead of', async () => {
    const [week, hour] = [limited({ kind: 'sliding', minutes: 10_080 }, 1), limited({ kind: 'anchored', minutes: 60 }, 1)]
    let first: (() => Promise<unknown>) | null = null
    const ledger = (clock: Clock): Ledger => {
      const memory = createMemoryLedger({ clock })
      const between = async (reservation: Reservation): Promise<ReserveResult> => {
        const go = first
        first = null
        await go?.()
        return memory.reserve(reservation)
      }
      return { ...memory, reserve: between }
    }
    const scene = createScene({ ledger })
    await callUnder(scene, limited({ kind: 'sliding', minutes: 10_080 }))
    scene.time.now += 8 * day
    first = async () => expect(await callUnder(scene, hour)).toBe('answer')
    expect(await callUnder(scene, week)).toBe('quota')
  })

  test('begins anew where it is of something else: another unit, provider, model or role', async () => {
    const scene = createScene()
    const cut: Cut = { kind: 'sliding', minutes: 60 }
    const tokens: Limits = { few: { tokens: 10_000, soft: 0.8, window: cut } }
    expect(await callUnder(scene, limited(cut, 1))).toBe('answer')
    expect(await callUnder(scene, limited(cut, 1))).toBe('quota')
    for (const other of [tokens, limited(cut, 1, { provider: 'one' }), limited(cut, 1, { model: 'cheap' }), limited(cut, 1, { role: 'builder' })]) expect(await callUnder(scene, other)).toBe('answer')
    expect(await callUnder(scene, limited(cut, 1))).toBe('quota')
  })
})

describe('a clock that ran ahead once', () => {
  test.each<readonly [Cut, number]>([
    [{ kind: 'sliding', minutes: 60 }, 60],
    [{ kind: 'sliding', minutes: 10_080 }, 10_080],
    [{ kind: 'anchored', minutes: 300 }, 300],
    [{ kind: 'calendar', every: 'day', timeZone: 'UTC' }, 26 * 60],
    [{ kind: 'calendar', every: 'month', timeZone: 'Asia/Tokyo' }, 31 * 24 * 60 + 120],
  ])('keeps %j full for one window from then, not until it is reached', async (cut, minutes) => {
    const lengthMs = minutes * minute
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3 * lengthMs, max: 3000 * day }), async (by) => {
        const scene = createScene()
        const limits = limited(cut, 1)
        const clock = Date.parse('2026-03-28T10:00:00Z')
        scene.time.now = clock + by
        expect(await callUnder(scene, limits)).toBe('answer')
        scene.time.now = clock
        expect(await callUnder(scene, limits)).toBe('quota')
        expect((await stateOf(scene, limits)).resetAt).toBeLessThanOrEqual(clock + (lengthMs * 13) / 12)
        scene.time.now = clock + lengthMs * 0.5
        expect(await callUnder(scene, limits)).toBe('quota')
        scene.time.now = clock + Math.ceil((lengthMs * 13) / 12)
        expect(await callUnder(scene, limits)).toBe('answer')
        expect(await callUnder(scene, limits)).toBe('quota')
      }),
      { numRuns: 20 },
    )
  })
})

test('a clock that was set back and put right again has made no room', async () => {
  const cut: fc.Arbitrary<Cut> = fc.record({ kind: fc.constantFrom('sliding' as const, 'anchored' as const), minutes: fc.integer({ min: 10, max: 3000 }) })
  await fc.assert(
    fc.asyncProperty(cut, fc.nat(30 * day), fc.nat(4 * minute), async (window, back, later) => {
      const scene = createScene()
      const limits = limited(window, 1)
      scene.time.now = Date.parse('2026-03-28T10:00:00Z')
      expect(await callUnder(scene, limits)).toBe('answer')
      scene.time.now -= back
      expect(await callUnder(scene, limits)).toBe('quota')
      scene.time.now += later
      expect(await callUnder(scene, limits)).toBe('quota')
      scene.time.now += back
      expect(await callUnder(scene, limits)).toBe('quota')
    }),
    { numRuns: 60 },
  )
})
