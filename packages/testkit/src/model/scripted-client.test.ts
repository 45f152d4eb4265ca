import type { ModelQuote, ModelRequest } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { createScriptedClient, scriptedFailure } from './scripted-client.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write it.' }],
  schema: { name: 'change', schema: { type: 'object' } },
  maxOutputTokens: 100,
}

const silent = { intent: async () => undefined, outcome: async () => undefined }

function ask(client: ReturnType<typeof createScriptedClient>): ReturnType<typeof client.call> {
  return client.call({ id: 'r/a/1', run: 'r', phase: 'a', request, scopes: [] }, silent, new AbortController().signal)
}

function quoted(client: ReturnType<typeof createScriptedClient>): ModelQuote {
  const quote = client.preview(request)
  if (quote.kind === 'refusal') throw new Error(quote.message)
  return quote
}

test('an object is answered as JSON and charged below the quote', async () => {
  const client = createScriptedClient({ respond: (_, call) => ({ call }) })
  const quote = quoted(client)
  const outcome = await ask(client)
  expect(outcome).toMatchObject({ kind: 'answer', text: '{"call":1}', model: 'scripted-builder', family: 'scripted-builder' })
  const nanoUsd = 'nanoUsd' in outcome ? outcome.nanoUsd : 0
  expect(nanoUsd).toBeGreaterThan(0)
  expect(nanoUsd).toBeLessThanOrEqual(quote.bound.nanoUsd)
  expect(client.requests).toEqual([request])
})

test('a failure is passed on with the model it belongs to', async () => {
  const client = createScriptedClient({ respond: () => scriptedFailure('auth') })
  expect(await ask(client)).toMatchObject({ failure: 'auth', model: 'scripted-builder', nanoUsd: 0 })
})

test('a role without a model is refused', () => {
  const client = createScriptedClient({ respond: () => '', roles: ['auditor'] })
  expect(client.serves('builder')).toBe(false)
  expect(client.preview(request)).toMatchObject({ kind: 'refusal', reason: 'no-model' })
})
