import type { ScriptedModelRequest } from '../scripted-model-request.ts'
import { field, numberOrNull, piecesOf, stringOrNull, textIn, type Wire, type WireAnswer, type WireRequest, type WireTrouble } from './wire.ts'

const words: Readonly<Record<WireTrouble, readonly [code: string | null, message: string]>> = {
  rate: ['rate_limit_exceeded', 'Rate limit reached for requests'],
  'model-rate': ['rate_limit_exceeded', 'Rate limit reached for MODEL in organization org-scripted on requests per day (RPD): Limit 200, Used 200, Requested 1.'],
  quota: ['usage_limit_reached', 'The usage limit has been reached'],
  overloaded: [null, 'The engine is currently overloaded, please try again later'],
  server: [null, 'The server had an error while processing your request.'],
  auth: ['invalid_api_key', 'Incorrect API key provided'],
  billing: [null, 'Insufficient credits'],
  credit: ['insufficient_quota', 'You exceeded your current quota, please check your plan and billing details.'],
  model: ['model_not_found', 'The model does not exist or you do not have access to it.'],
  context: ['context_length_exceeded', "This model's maximum context length is 8192 tokens."],
  invalid: ['invalid_request_error', "Invalid schema for response_format 'answer'"],
  unknown: ['teapot_error', 'Nothing that you know'],
}

/** Rates have room where an account has no credit, and their headers come all the same. */
const rateHeaders = {
  'x-ratelimit-limit-requests': '500',
  'x-ratelimit-remaining-requests': '499',
  'x-ratelimit-reset-requests': '120ms',
  'x-ratelimit-limit-tokens': '200000',
  'x-ratelimit-remaining-tokens': '199000',
  'x-ratelimit-reset-tokens': '300ms',
}

/** OpenAI's chat completions. */
export const openAiWire: Wire = {
  base: '/v1',
  endpoint: /^\/v1\/chat\/completions$/,
  read,
  events: (request, answer) => [...chunks(request, answer), 'data: [DONE]\n\n'],
  document(request, answer) {
    const message = { role: 'assistant', content: answer.text, refusal: answer.refusal }
    const choices = [{ index: 0, message, finish_reason: finishOf(answer), logprobs: null }]
    return { ...identity(request, answer), object: 'chat.completion', choices, ...(answer.usage === null ? {} : { usage: answer.usage }) }
  },
  error({ trouble, model, status, message, resetAfterMs }) {
    const [code, own] = words[trouble]
    const headers: Record<string, string> = resetAfterMs === undefined ? (trouble === 'credit' ? rateHeaders : {}) : { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': `${resetAfterMs / 1000}s` }
    return { status, headers, body: { error: { message: message ?? own.replace('MODEL', model), type: code ?? 'server_error', param: null, code } } }
  },
}

function read(body: unknown): WireRequest {
  const model = field(body, 'model')
  const messages = field(body, 'messages')
  if (typeof model !== 'string' || !Array.isArray(messages)) throw new TypeError('a chat completion needs `model` and `messages`')
  return {
    model,
    prompt: messages.map((message) => textIn(field(message, 'content'))).join('\n'),
    schemaName: stringOrNull(field(body, 'response_format', 'json_schema', 'name')),
    schema: field(body, 'response_format', 'json_schema', 'schema') ?? null,
    maxTokens: numberOrNull(field(body, 'max_completion_tokens') ?? field(body, 'max_tokens')),
    stream: field(body, 'stream') === true,
    includeUsage: field(body, 'stream_options', 'include_usage') === true,
  }
}

function chunks(request: ScriptedModelRequest, answer: WireAnswer): string[] {
  const choice = (delta: object, finish_reason: string | null = null): string => event(request, answer, { choices: [{ index: 0, delta, finish_reason }] })
  const usage = request.includeUsage && answer.usage !== null ? event(request, answer, { choices: [], usage: answer.usage }) : null
  return [
    choice({ role: 'assistant', content: '', refusal: null }),
    ...(answer.refusal === null ? [] : [choice({ refusal: answer.refusal })]),
    ...(answer.unknownEvent ? [event(request, answer, { choices: [{ index: 0, delta: { teapot: [1] } }], teapot: true })] : []),
    ...piecesOf(answer.text).map((content) => choice({ content })),
    choice({}, finishOf(answer)),
    ...(usage === null ? [] : Array.from({ length: answer.usageTimes }, () => usage)),
  ]
}

function finishOf({ finish }: WireAnswer): string {
  return finish === 'unknown' ? 'grew_tired' : finish
}

function event(request: ScriptedModelRequest, answer: WireAnswer, content: object): string {
  return `data: ${JSON.stringify({ ...identity(request, answer), object: 'chat.completion.chunk', ...content })}\n\n`
}

function identity(request: ScriptedModelRequest, answer: WireAnswer): object {
  return { id: `chatcmpl-${request.id}`, created: 0, ...(answer.served === '' ? {} : { model: answer.served }) }
}
