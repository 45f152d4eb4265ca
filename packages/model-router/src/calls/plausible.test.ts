import { modelFailureClasses, type ModelFailure, type ProviderAnswer } from '@autopack/contracts'
import { scriptedFailure } from '@autopack/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answer, createScene, money, tokens } from '../../test/scene.ts'

const wild = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1.5, 9e15, 1e300, 8.64e15, 1_000_500, 1_020_000))
const usage = fc.option(fc.record({ input: wild, cacheRead: wild, cacheWrite: wild, output: wild, reasoning: wild }))
const used = fc.oneof(wild.map((share) => ({ share })), fc.record({ count: wild, unit: fc.constantFrom('tokens', 'requests'), limit: wild }))
const windows = fc.array(fc.record({ name: fc.constantFrom(null, '5h'), used, resetAt: fc.option(wild) }), { maxLength: 2 })
const replies: fc.Arbitrary<ProviderAnswer | ModelFailure> = fc.oneof(
  fc.record({ usage, windows }).map((told): ProviderAnswer => ({ ...answer, ...told })),
  fc
    .record({ failure: fc.constantFrom(...modelFailureClasses), ran: fc.boolean(), resetAt: fc.option(wild), usage, windows, received: wild, partial: fc.boolean() })
    .map(({ failure, partial, ...told }) => scriptedFailure(failure, { ...told, ...(partial ? { partial } : {}) })),
)

test('whatever numbers a provider says, a call ends, and what was held for it, and nothing of it is left after a month', async () => {
  const limits = { plan: { tokens: 1_000_000, soft: 0.8, window: { kind: 'provider' } }, spent: { usd: 1000, soft: 0.8, window: { kind: 'provider', name: '5h' } } } as const
  await fc.assert(
    fc.asyncProperty(fc.array(replies, { minLength: 1, maxLength: 6 }), async (script) => {
      const left = [...script]
      const scene = createScene({ models: { limits }, send: async () => left.shift() ?? answer })
      for (const id of ['a', 'b', 'c']) {
        const result = await scene.call(id, { scopes: [tokens(1e12), money] })
        if (result.kind === 'quota') expect(new Date(result.resetAt).getTime() - scene.time.now).toBeLessThanOrEqual(35 * 86_400_000)
      }
      expect((await scene.ledger.operations({})).filter(({ state }) => state === 'held' || state === 'sent')).toEqual([])
      scene.time.now += 36 * 86_400_000
      left.length = 0
      expect((await scene.call('d')).kind).toBe('answer')
    }),
    { numRuns: 300 },
  )
})
