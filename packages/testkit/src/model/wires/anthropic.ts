import type { ScriptedModelRequest } from '../scripted-model-request.ts'
import { field, numberOrNull, piecesOf, stringOrNull, textIn, type Wire, type WireAnswer, type WireRequest, type WireTrouble, type WireUsage } from './wire.ts'

const words: Readonly<Record<WireTrouble, readonly [type: string, message: string]>> = {
  rate: ['rate_limit_error', 'This request would exceed the rate limit for your organization'],
  quota: ['rate_limit_error', "This request would exceed your account's rate limit. Please try again later."],
  'model-rate': ['rate_limit_error', "This request would exceed your account's rate limit. Please try again later."],
  overloaded: ['overloaded_error', 'Overloaded'],
  server: ['api_error', 'Internal server error'],
  auth: ['authentication_error', 'invalid x-api-key'],
  billing: ['invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.'],
  credit: ['invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.'],
  model: ['not_found_error', 'model: scripted'],
  context: ['invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'],
  invalid: ['invalid_request_error', 'output_config.format.schema: unsupported'],
  unknown: ['teapot_error', 'Nothing that you know'],
}

/** Anthropic's messages. */
export const anthropicWire: Wire = {
  base: '',
  endpoint: /^\/v1\/messages(\?.*)?$/,
  read,
  events,
  document: (request, answer) => ({ ...message(request, answer), content: content(request, answer), stop_reason: stopReason(request, answer), ...(answer.usage === null ? {} : { usage: usageOf(answer.usage) }) }),
  error({ trouble, status, message: said, resetAfterMs }, now) {
    const [type, own] = words[trouble]
    const body = { type: 'error', error: { type, message: said ?? own }, request_id: 'req_scripted' }
    return { status: trouble === 'billing' || trouble === 'credit' ? 400 : status, headers: limitHeaders(trouble, resetAfterMs, now), body }
  },
}

/** A plan's window in the unified headers, a rate in those of its own. */
function limitHeaders(trouble: WireTrouble, resetAfterMs: number | undefined, now: number): Record<string, string> {
  const at = now + (resetAfterMs ?? 0)
  if (trouble === 'quota' || trouble === 'model-rate') {
    const reset: Record<string, string> = resetAfterMs === undefined ? {} : { 'anthropic-ratelimit-unified-reset': String(at / 1000) }
    return { 'anthropic-ratelimit-unified-status': 'rejected', 'anthropic-ratelimit-unified-representative-claim': trouble === 'quota' ? 'five_hour' : 'seven_day_opus', ...reset }
  }
  return resetAfterMs === undefined ? {} : { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': new Date(at).toISOString() }
}

function read(body: unknown): WireRequest {
  const model = field(body, 'model')
  const messages = field(body, 'messages')
  const maxTokens = numberOrNull(field(body, 'max_tokens'))
  if (typeof model !== 'string' || !Array.isArray(messages) || maxTokens === null) throw new TypeError('a message needs `model`, `messages` and `max_tokens`')
  const system = field(body, 'system')
  return {
    model,
    prompt: [...(system === undefined ? [] : [textIn(system)]), ...messages.map((one) => textIn(field(one, 'content')))].join('\n'),
    schemaName: forcedTool(body),
    schema: field(body, 'output_config', 'format', 'schema') ?? field(body, 'tools', '0', 'input_schema') ?? null,
    maxTokens,
    stream: field(body, 'stream') === true,
    includeUsage: true,
  }
}

function forcedTool(body: unknown): string | null {
  return stringOrNull(field(body, 'tool_choice', 'name'))
}

function events(request: ScriptedModelRequest, answer: WireAnswer): string[] {
  const tool = forcedTool(request.body)
  const begin = answer.usage === null ? {} : { usage: { ...usageOf(answer.usage), output_tokens: 1 } }
  const end = event('message_delta', { delta: { stop_reason: stopReason(request, answer), stop_sequence: null }, ...(answer.usage === null ? {} : { usage: { output_tokens: answer.usage.completion_tokens, ...thinking(answer.usage) } }) })
  return [
    event('message_start', { message: { ...message(request, answer), content: [], stop_reason: null, ...begin } }),
    event('content_block_start', { index: 0, content_block: tool === null ? { type: 'text', text: '' } : { type: 'tool_use', id: 'toolu_1', name: tool, input: {} } }),
    event('ping', {}),
    ...(answer.unknownEvent ? [event('teapot', { index: 0 })] : []),
    ...piecesOf(answer.text).map((text) => event('content_block_delta', { index: 0, delta: tool === null ? { type: 'text_delta', text } : { type: 'input_json_delta', partial_json: text } })),
    event('content_block_stop', { index: 0 }),
    ...(answer.finish === 'content_filter'
      ? [event('error', { error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' } })]
      : [...Array.from({ length: answer.usageTimes }, () => end), event('message_stop', {})]),
  ]
}

function stopReason(request: ScriptedModelRequest, { finish, refusal }: WireAnswer): string {
  if (refusal !== null) return 'refusal'
  const done = forcedTool(request.body) === null ? 'end_turn' : 'tool_use'
  return { stop: done, length: 'max_tokens', content_filter: 'refusal', unknown: 'grew_tired' }[finish]
}

function content(request: ScriptedModelRequest, { text }: WireAnswer): object[] {
  const tool = forcedTool(request.body)
  return [tool === null ? { type: 'text', text } : { type: 'tool_use', id: 'toolu_1', name: tool, input: JSON.parse(text) as unknown }]
}

function message(request: ScriptedModelRequest, answer: WireAnswer): object {
  return { id: `msg_${request.id}`, type: 'message', role: 'assistant', ...(answer.served === '' ? {} : { model: answer.served }), stop_sequence: null }
}

function usageOf(usage: WireUsage): object {
  const read = usage.prompt_tokens_details?.cached_tokens ?? 0
  const written = usage.prompt_tokens_details?.cache_write_tokens ?? 0
  const hour = usage.prompt_tokens_details?.cache_write_hour_tokens ?? 0
  return {
    input_tokens: usage.prompt_tokens - read - written,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
    cache_creation: { ephemeral_5m_input_tokens: written - hour, ephemeral_1h_input_tokens: hour },
    output_tokens: usage.completion_tokens,
    ...thinking(usage),
  }
}

function thinking(usage: WireUsage): object {
  const thinking_tokens = usage.completion_tokens_details?.reasoning_tokens
  return thinking_tokens === undefined ? {} : { output_tokens_details: { thinking_tokens } }
}

function event(type: string, content: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...content })}\n\n`
}
