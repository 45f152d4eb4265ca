// A provider of your own: another wire, the same promises, shown by the published conformance suite.
import assert from 'node:assert/strict'
import type { ModelFailure, ModelFailureClass, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'
import { boundedFetch, classesOf, failure, field, namesModel, performCall, plausibleReset, readCount, readDuration, readRetryAfter, reportedFailure, responseIdOf, statusClass, textField } from '@autopack/provider-wire'
import { formatScorecard, scoreProvider, type ProviderUnderTest } from '@autopack/testkit'

const byCode: Record<string, ModelFailureClass> = { usage_limit_reached: 'quotaExhausted', insufficient_quota: 'billing', context_length_exceeded: 'contextOverflow' }

function createMyProvider(options: ProviderUnderTest): ModelProvider {
  const circumstances = { name: 'mine', ...options, secrets: [options.apiKey], classify: () => null }
  return { contract: 1, name: 'mine', send: (request, signal) => performCall(circumstances, signal, (bounded) => ask(options, request, bounded)) }
}

async function ask({ baseUrl, apiKey, clock }: ProviderUnderTest, { model, messages, schema, maxOutputTokens }: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  const body = JSON.stringify({ model, max_tokens: maxOutputTokens, messages: messages.map(({ role, text }) => ({ role, content: text })), response_format: { type: 'json_schema', json_schema: schema } })
  const response = await boundedFetch(fetch)(`${baseUrl}/chat/completions`, { method: 'POST', body, signal, headers: { authorization: `Bearer ${apiKey}` } })
  if (!response.ok) return refused(response, model, clock.now())
  const answer: unknown = await response.json()
  const usage = usageOf(field(answer, 'usage'))
  const choice = field(answer, 'choices', '0')
  const finish = textField(choice, 'finish_reason')
  const text = textField(choice, 'message', 'content') ?? ''
  const refusal = textField(choice, 'message', 'refusal')
  if (refusal !== null) return failure('refused', refusal, { ran: true, usage })
  if (finish === 'content_filter') return failure('contentFiltered', 'filtered', { ran: true, usage })
  if (text.length > 64 * 1024 + 32 * maxOutputTokens) return failure('schemaViolation', 'too long', { ran: true, usage })
  return { kind: 'answer', text, finish: finish === 'length' ? 'length' : 'stop', usage, served: textField(answer, 'model') ?? '', ...responseIdOf(field(answer, 'id')) }
}

async function refused(response: Response, model: string, now: number): Promise<ModelFailure> {
  const error = field(JSON.parse(await response.text().catch(() => '{}')), 'error')
  const wait = readDuration(response.headers.get('x-ratelimit-reset-requests'))
  const resetAt = readRetryAfter(response.headers, now) ?? plausibleReset(wait === null ? null : now + wait, now)
  const kind = byCode[textField(error, 'code') ?? ''] ?? statusClass(response.status)
  const message = textField(error, 'message') ?? `status ${response.status}`
  return reportedFailure(kind, { status: response.status, message, resetAt, scope: namesModel(message, model) ? 'model' : null })
}

function usageOf(reported: unknown): ProviderAnswer['usage'] {
  const [input, output, total] = ['prompt_tokens', 'completion_tokens', 'total_tokens'].map((name) => readCount(field(reported, name)))
  return classesOf({ input: input ?? null, cacheRead: 0, cacheWrite: 0, output: output ?? null, reasoning: 0, total: total ?? null })
}

const scorecard = await scoreProvider(createMyProvider)
console.log(formatScorecard(scorecard))
assert.equal(scorecard.passed, scorecard.total)
