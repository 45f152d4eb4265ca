import type { ModelQuote, ModelRequest } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { createScriptedClient, scriptedFailure } from './scripted-client.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write it.' }],
  schema: { name: 'change', schema: { type: 'object' } },
  maxOutputTokens: 100,
}

function quoted(client: ReturnType<typeof createScriptedClient>): ModelQuote {
  const quote = client.quote(request)
  if (quote.kind === 'refusal') throw new Error(quote.message)
  return quote
}

test('an object is answered as JSON and charged below the quote', async () => {
  const client = createScriptedClient({ respond: (_, call) => ({ call }) })
  const quote = quoted(client)
  const outcome = await client.call(request, quote, new AbortController().signal)
  expect(outcome).toMatchObject({ kind: 'answer', text: '{"call":1}', model: 'scripted-builder', family: 'scripted-builder' })
  expect(outcome.nanoUsd).toBeGreaterThan(0)
  expect(outcome.nanoUsd).toBeLessThanOrEqual(quote.bound.nanoUsd)
  expect(client.requests).toEqual([request])
})

test('a failure is passed on with the model it belongs to', async () => {
  const client = createScriptedClient({ respond: () => scriptedFailure('auth') })
  expect(await client.call(request, quoted(client), new AbortController().signal)).toMatchObject({ failure: 'auth', model: 'scripted-builder', nanoUsd: 0 })
})

test('a role without a model is refused', () => {
  const client = createScriptedClient({ respond: () => '', roles: ['auditor'] })
  expect(client.serves('builder')).toBe(false)
  expect(client.quote(request)).toMatchObject({ kind: 'refusal', reason: 'no-model' })
})
