import type { ServerResponse } from 'node:http'
import type { ScriptedModelRequest } from './scripted-model-request.ts'
import type { WireAnswer, WireError, WireUsage } from './wires/wire.ts'
import { wires } from './wires/wires.ts'

/** One token for every four bytes, the rule of thumb of the field. */
export function usageOf(request: ScriptedModelRequest, text: string): WireUsage {
  const prompt_tokens = Math.ceil(request.bytes / 4)
  const completion_tokens = Math.ceil(Buffer.byteLength(text) / 4)
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}

/** The answer's body: server-sent events where a stream was asked for, one JSON document otherwise. */
export function wireBody(request: ScriptedModelRequest, answer: WireAnswer): string {
  const wire = wires[request.protocol]
  return request.stream ? wire.events(request, answer).join('') : JSON.stringify(wire.document(request, answer))
}

export function writeHead(request: ScriptedModelRequest, response: ServerResponse, { headers = {} }: Pick<WireAnswer, 'headers'> = {}): void {
  response.writeHead(200, { 'content-type': request.stream ? 'text/event-stream; charset=utf-8' : 'application/json', ...headers })
}

/** The first events of a streamed answer, in which its text has begun. */
export function firstEvents(request: ScriptedModelRequest, answer: WireAnswer): string {
  const events = wires[request.protocol].events(request, answer)
  const begun = events.findIndex((event) => event.includes('summary'))
  return events.slice(0, begun + 1).join('')
}

/** Answers as the request's protocol answers an error. */
export function writeError(request: ScriptedModelRequest, response: ServerResponse, error: WireError, headers: Readonly<Record<string, string>>, now: number): void {
  const reply = wires[request.protocol].error(error, now)
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers, ...headers })
  response.end(JSON.stringify(reply.body))
}
