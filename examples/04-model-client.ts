// The model router alone: routes, bounds and prices calls to a provider of your own, here one that answers by itself.
import assert from 'node:assert/strict'
import type { ModelProvider, ModelRequest } from '@autopack/contracts'
import { createModelClient } from '@autopack/model-router'
import { createFakeClock } from '@autopack/testkit'

const provider: ModelProvider = {
  contract: 1,
  name: 'mine',
  send: async ({ model }) => ({ kind: 'answer', text: '{"greeting":"hello"}', finish: 'stop', served: model, usage: { input: 40, cacheRead: 0, cacheWrite: 0, output: 8, reasoning: 0 } }),
}

const client = createModelClient({
  models: {
    version: 1,
    providers: { mine: { kind: 'openai' } },
    models: { small: { provider: 'mine', name: 'small-1', family: 'mine', billing: 'metered', maxOutputTokens: 1000 } },
    roles: { builder: { low: ['small'], medium: ['small'], high: ['small'] } },
    escalateAfter: 1,
  },
  pricing: { version: 1, prices: { small: { input: 1, output: 10 } } },
  providers: { mine: provider },
  clock: createFakeClock(),
})

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Greet.' }],
  schema: { name: 'greeting', schema: { type: 'object' } },
  maxOutputTokens: 100,
}
const quote = client.preview(request)
assert.equal(quote.kind, 'quote')

// a budget of your own beside the limits of models.yaml, and somebody who is told of every send
const monthly = { name: 'monthly', bucket: 'team/2026-01', unit: 'usd', hard: 5_000_000_000, floor: 0 } as const
const told: string[] = []
const observer = { intent: async ({ model }: { model: string }) => void told.push(`ask ${model}`), outcome: async () => void told.push('answered') }
const outcome = await client.call({ id: 'greeting/1', run: null, phase: null, request, scopes: [monthly] }, observer, new AbortController().signal)
assert.equal(outcome.kind, 'answer')
assert.deepEqual(told, ['ask small', 'answered'])
if (outcome.kind === 'answer' && quote.kind === 'quote') {
  assert.equal(outcome.nanoUsd, 40 * 1000 + 8 * 10_000)
  assert.ok(outcome.nanoUsd <= quote.bound.nanoUsd)
}
