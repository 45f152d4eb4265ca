import { modelsFileSchema, type ModelFailure, type ModelPurpose } from '@autopack/contracts'
import { createFakeClock, scriptedFailure } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { createMemoryLedger } from '../ledger/memory-ledger.ts'
import { createModelClient } from '../model-client.ts'
import { answer, createScene, operation, request, silent } from '../../test/scene.ts'

const hour = 3_600_000

/** Two models of one provider, and one of another that stands in for them. */
function twoProviders(fail: (model: string) => ModelFailure | null) {
  const clock = createFakeClock()
  const asked: string[] = []
  const model = (provider: string, name: string): object => ({ provider, name, family: name, billing: 'free', maxOutputTokens: 100 })
  const chain = ['small', 'large']
  const models = modelsFileSchema.parse({
    version: 1,
    providers: { main: { kind: 'openai' }, other: { kind: 'openai' } },
    models: { small: model('main', 'small'), large: model('main', 'large'), spare: model('other', 'spare') },
    roles: { builder: { low: chain, medium: chain, high: chain } },
    escalateAfter: 1,
    routing: { fallbacks: { docs: ['spare'] } },
  })
  const provider = (name: string) => ({ contract: 1, name, send: async ({ model: wire }: { readonly model: string }) => (asked.push(wire), fail(wire) ?? { ...answer, served: wire }) }) as const
  const client = createModelClient({ models, pricing: { version: 1, prices: {} }, providers: { main: provider('main'), other: provider('other') }, clock, ledger: createMemoryLedger({ clock }) })
  let calls = 0
  const call = async (purpose: Partial<ModelPurpose> = {}) => {
    calls += 1
    return client.call(operation(`c${calls}`, { request: { ...request, purpose: { ...request.purpose, failedAttempts: 1, ...purpose } } }), silent, new AbortController().signal)
  }
  return { clock, asked, call }
}

describe.each(['billing', 'quotaExhausted'] as const)('an account without credit (%s)', (failure) => {
  const dead = (model: string): ModelFailure | null => (model === 'spare' ? null : scriptedFailure(failure))

  test('is asked once, and stood in for by another provider', async () => {
    const { asked, call } = twoProviders(dead)
    for (const _ of [1, 2, 3]) expect(await call()).toMatchObject({ kind: 'answer', served: 'spare' })
    expect(asked).toEqual(['large', 'spare', 'spare', 'spare'])
  })

  test('ends a call that nobody else may serve, and those after it unasked, for an hour', async () => {
    const { asked, call, clock } = twoProviders(dead)
    const strict = { category: 'security_auth_change' }
    expect(await call(strict)).toMatchObject({ kind: 'failure', failure, model: 'large', message: `scripted ${failure}` })
    expect(await call(strict)).toMatchObject({ kind: 'failure', failure: 'billing', ran: false, message: expect.stringMatching(`scripted ${failure}; its account is asked again at \\d{4}-`) })
    expect(asked).toEqual(['large'])
    await clock.advance(hour)
    await call(strict)
    expect(asked).toEqual(['large', 'large'])
  })
})

describe('a limit', () => {
  const limited = (changes: Partial<ModelFailure>) => {
    const scene = twoProviders((model) => (model === 'large' ? scriptedFailure(changes.failure ?? 'rateLimited', { ...changes, resetAt: scene.clock.now() + hour }) : null))
    return scene
  }

  test('of a provider costs one call, whatever of its could serve', async () => {
    for (const changes of [{}, { scope: 'provider' }, { failure: 'quotaExhausted' }] as const) {
      const { asked, call } = limited(changes)
      await call()
      expect(asked).toEqual(['large', 'spare'])
    }
  })

  test('of a model leaves the others of its provider', async () => {
    for (const failure of ['rateLimited', 'quotaExhausted'] as const) {
      const { asked, call } = limited({ failure, scope: 'model' })
      await call()
      await call()
      expect(asked).toEqual(['large', 'small', 'small'])
    }
  })

  test('of a model that names no end leaves the others, too, for an hour', async () => {
    const { asked, call, clock } = twoProviders((model) => (model === 'large' ? scriptedFailure('quotaExhausted', { scope: 'model' }) : null))
    await call()
    await call()
    await clock.advance(hour)
    await call()
    expect(asked).toEqual(['large', 'small', 'small', 'large', 'small'])
  })

  test('that is soon over is its model’s where nobody says whose it is', async () => {
    const { asked, call, clock } = twoProviders((model) => (model === 'large' ? scriptedFailure('rateLimited', { resetAt: clock.now() + 60_000 }) : null))
    await call()
    expect(asked).toEqual(['large', 'small'])
  })
})

test('a provider that is overloaded and says when to come back is left alone after five times, too', async () => {
  const scene = createScene({ send: async () => scriptedFailure('overloaded', { resetAt: scene.time.now + 1000 }) })
  for (const id of ['a', 'b', 'c']) await scene.call(id)
  expect(scene.sentAt).toHaveLength(5)
  expect(await scene.call('d')).toMatchObject({ kind: 'failure', failure: 'overloaded', ran: false })
})
