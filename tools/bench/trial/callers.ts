import { modelsFileSchema, pricingFileSchema, type Ledger, type ModelRequest } from '@autopack/contracts'
import { createMemoryLedger, createModelClient } from '@autopack/model-router'
import { createOpenAiProvider } from '@autopack/provider-openai'
import { systemClock } from '@autopack/core/node'
import { jsonSchema, Output, streamText } from 'ai'
import { createOpenAICompatible } from 'ai-sdk-compatible-v4'
import OpenAI from 'openai'

/** Makes one call and returns the answer's text. */
export type Caller = () => Promise<string>

const prompt = 'Audit this change. '.repeat(100)
const schema: Parameters<typeof jsonSchema>[0] & Record<string, unknown> = { type: 'object', properties: { verdict: { type: 'string' }, findings: { type: 'array', items: { type: 'string' } } }, required: ['verdict', 'findings'], additionalProperties: false }
const model = 'bench-1'

const request = {
  model,
  messages: [{ role: 'user' as const, content: prompt }],
  response_format: { type: 'json_schema' as const, json_schema: { name: 'audit', schema, strict: true } },
  max_completion_tokens: 1000,
}

/** The official SDK, streamed, as whoever has no router would use it. */
export function throughSdk(baseURL: string): Caller {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 })
  return async () => {
    const stream = await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })
    let text = ''
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
    return text
  }
}

/** The same, its answer in one piece. */
export function throughSdkUnstreamed(baseURL: string, headers: Readonly<Record<string, string>> = {}): Caller {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, defaultHeaders: headers })
  return async () => (await client.chat.completions.create(request)).choices[0]?.message.content ?? ''
}

/** The AI SDK with the same request. */
export function throughAiSdk(baseURL: string): Caller {
  const provider = createOpenAICompatible({ name: 'bench', baseURL, apiKey: 'none', includeUsage: true, supportsStructuredOutputs: true })
  return async () => streamText({ model: provider(model), prompt, output: Output.object({ name: 'audit', schema: jsonSchema(schema) }), maxOutputTokens: 1000, maxRetries: 0 }).text
}

/** The router: decided, held under two limits and two budgets, sent through the same SDK, settled, the decision recorded. */
export function throughRouter(baseUrl: string, ledger: Ledger = createMemoryLedger({ clock: systemClock })): Caller {
  const chain = { low: ['bench'], medium: ['bench'], high: ['bench'] }
  const client = createModelClient({
    models: modelsFileSchema.parse({
      version: 1,
      providers: { bench: { kind: 'openai', baseUrl } },
      models: { bench: { provider: 'bench', name: model, family: 'bench', billing: 'metered', maxOutputTokens: 4096 } },
      roles: { auditor: chain },
      escalateAfter: 1,
      limits: { weekly: { tokens: 1_000_000_000_000, window: { kind: 'sliding', minutes: 10_080 } }, monthly: { usd: 1_000_000, window: { kind: 'calendar', every: 'month' } } },
    }),
    pricing: pricingFileSchema.parse({ version: 1, prices: { bench: { input: 0.1, output: 0.4 } } }),
    providers: { bench: createOpenAiProvider({ name: 'bench', baseUrl, apiKey: 'none', timeoutMs: 60_000, clock: systemClock }) },
    clock: systemClock,
    ledger,
  })
  const audit: ModelRequest = {
    purpose: { role: 'auditor', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
    messages: [{ role: 'user', text: prompt }],
    schema: { name: 'audit', schema },
    maxOutputTokens: 1000,
  }
  const scopes = [
    { name: 'run.tokens', bucket: 'run', unit: 'tokens', hard: 1_000_000_000_000, floor: 0 },
    { name: 'run.usd', bucket: 'run', unit: 'usd', hard: 1_000_000_000_000_000, floor: 0 },
  ] as const
  const observer = { intent: async () => undefined, outcome: async () => undefined }
  const signal = new AbortController().signal
  let calls = 0
  return async () => {
    const outcome = await client.call({ id: `bench/${(calls += 1)}`, run: 'bench', phase: null, request: audit, scopes }, observer, signal)
    if (outcome.kind !== 'answer') throw new Error(outcome.message)
    return outcome.text
  }
}
