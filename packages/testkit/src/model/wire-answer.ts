import type { ServerResponse } from 'node:http'
import type { ScriptedModelRequest } from './wire-request.ts'

/** `usage` of OpenAI's wire format. */
export interface WireUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details?: { readonly cached_tokens: number; readonly cache_write_tokens?: number }
  readonly completion_tokens_details?: { readonly reasoning_tokens: number }
}

export interface WireAnswer {
  readonly text: string
  readonly refusal: string | null
  readonly finish: 'stop' | 'length' | 'content_filter'
  readonly usage: WireUsage | null
  readonly served: string
}

/** Many pieces for a usual answer, a bounded number for a huge one. */
const pieceLength = (text: string): number => Math.max(24, Math.ceil(text.length / 1000))

/** One token for every four bytes, the rule of thumb of the field. */
export function usageOf(request: ScriptedModelRequest, text: string): WireUsage {
  const prompt_tokens = Math.ceil(request.bytes / 4)
  const completion_tokens = Math.ceil(Buffer.byteLength(text) / 4)
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}

/** The answer's body as bytes: server-sent events where a stream was asked for, one JSON document otherwise. */
export function wireBody(request: ScriptedModelRequest, answer: WireAnswer): string {
  if (!request.stream) return JSON.stringify(document(request, answer))
  return [...streamEvents(request, answer), 'data: [DONE]\n\n'].join('')
}

export function writeHead(request: ScriptedModelRequest, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': request.stream ? 'text/event-stream; charset=utf-8' : 'application/json' })
}

/** Answers as OpenAI answers an error. */
export function writeError(response: ServerResponse, status: number, error: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ error }))
}

/** The events of a streamed answer, without the closing `[DONE]`. */
export function streamEvents(request: ScriptedModelRequest, answer: WireAnswer): string[] {
  const pieces = answer.text.match(new RegExp(`.{1,${pieceLength(answer.text)}}`, 'gsu')) ?? []
  const choice = (delta: object, finish_reason: string | null = null): string => event(request, answer, { choices: [{ index: 0, delta, finish_reason }] })
  return [
    choice({ role: 'assistant', content: '', refusal: null }),
    ...(answer.refusal === null ? [] : [choice({ refusal: answer.refusal })]),
    ...pieces.map((content) => choice({ content })),
    choice({}, answer.finish),
    ...(request.includeUsage && answer.usage !== null ? [event(request, answer, { choices: [], usage: answer.usage })] : []),
  ]
}

function event(request: ScriptedModelRequest, answer: WireAnswer, content: object): string {
  return `data: ${JSON.stringify({ ...identity(request, answer), object: 'chat.completion.chunk', ...content })}\n\n`
}

function document(request: ScriptedModelRequest, answer: WireAnswer): object {
  const message = { role: 'assistant', content: answer.text, refusal: answer.refusal }
  const choices = [{ index: 0, message, finish_reason: answer.finish, logprobs: null }]
  return { ...identity(request, answer), object: 'chat.completion', choices, ...(answer.usage === null ? {} : { usage: answer.usage }) }
}

function identity(request: ScriptedModelRequest, answer: WireAnswer): object {
  return { id: `chatcmpl-${request.number}`, created: 0, model: answer.served }
}
