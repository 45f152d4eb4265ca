import type { ServerResponse } from 'node:http'
import { streamEvents, wireBody, writeError, writeHead, type WireAnswer } from './wire-answer.ts'
import type { ScriptedModelRequest } from './wire-request.ts'

export interface FaultOptions {
  /** What the server says about when to come back; nothing unless given. */
  readonly resetAfterMs?: number
}

type Carry = (request: ScriptedModelRequest, response: ServerResponse, options: FaultOptions) => void

const hugeBytes = 10 * 1024 * 1024

/** What happens instead of an answer; the script is not asked. */
const replacements = {
  'rate-limited': (_request, response, { resetAfterMs }) => {
    const headers: Record<string, string> = resetAfterMs === undefined ? {} : { 'retry-after-ms': String(resetAfterMs), 'retry-after': String(Math.ceil(resetAfterMs / 1000)) }
    writeError(response, 429, { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' }, headers)
  },
  'quota-exhausted': status(429, 'You exceeded your current quota, please check your plan and billing details.', 'insufficient_quota'),
  unavailable: status(503, 'The engine is currently overloaded, please try again later'),
  overloaded: status(529, 'Overloaded'),
  'server-error': status(500, 'The server had an error while processing your request.'),
  unauthorized: status(401, 'Incorrect API key provided', 'invalid_api_key'),
  'payment-required': status(402, 'Insufficient credits'),
  'unknown-model': status(404, 'The model does not exist or you do not have access to it.', 'model_not_found'),
  'context-overflow': status(400, "This model's maximum context length is 8192 tokens.", 'context_length_exceeded'),
  'invalid-request': status(400, "Invalid schema for response_format 'answer'", 'invalid_request_error'),
  refusal: (request, response) => deliver(request, response, { ...plain(request), refusal: "I'm sorry, I can't help with that." }),
  'content-filtered': (request, response) => deliver(request, response, { ...plain(request), finish: 'content_filter' }),
  'empty-answer': (request, response) => deliver(request, response, plain(request)),
  'garbage-answer': (request, response) => deliver(request, response, { ...plain(request), text: 'Sure! Here is the change you asked for:\n```diff\n' }),
  'truncated-json': (request, response) => {
    writeHead(request, response)
    response.end(wireBody(request, { ...plain(request), text: '{"summary":' }).slice(0, 40))
  },
  'cut-stream': (request, response) => {
    writeHead(request, response)
    response.write(streamEvents(request, { ...plain(request), text: '{"summary": "half an ans' })[1] ?? '', () => response.socket?.destroy())
  },
  'hung-stream': (request, response) => {
    writeHead(request, response)
    response.write(streamEvents(request, { ...plain(request), text: '{"summary": ' })[1] ?? '')
  },
  'hung-socket': () => undefined,
  'reset-connection': (_request, response) => response.socket?.resetAndDestroy(),
  'huge-body': (request, response) => deliver(request, response, { ...plain(request), text: 'x'.repeat(hugeBytes) }),
} as const satisfies Record<string, Carry>

/** What is done to the script's answer on its way. */
const distortions = {
  'swapped-model': (answer) => ({ ...answer, served: 'some-cheaper-model' }),
  'usage-missing': (answer) => ({ ...answer, usage: null }),
  'usage-negative': (answer) => ({ ...answer, usage: { prompt_tokens: -5, completion_tokens: -1, total_tokens: -6 } }),
  'usage-inflated': (answer) => ({ ...answer, usage: { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, total_tokens: 2_000_000 } }),
  'cut-at-limit': (answer) => ({ ...answer, text: answer.text.slice(0, Math.ceil(answer.text.length / 2)), finish: 'length' }),
} as const satisfies Record<string, (answer: WireAnswer) => WireAnswer>

export type ReplacingFault = keyof typeof replacements
export type DistortingFault = keyof typeof distortions

/** Everything the scripted model can do wrong. */
export type ModelFault = ReplacingFault | DistortingFault

/** The names of all faults, for tests that go through them. */
export const modelFaults: readonly ModelFault[] = [...keys(replacements), ...keys(distortions)]

export function replaces(fault: ModelFault): fault is ReplacingFault {
  return Object.hasOwn(replacements, fault)
}

export function replaceAnswer(fault: ReplacingFault, request: ScriptedModelRequest, response: ServerResponse, options: FaultOptions): void {
  const carry: Carry = replacements[fault]
  carry(request, response, options)
}

export function distortAnswer(fault: DistortingFault, answer: WireAnswer): WireAnswer {
  return distortions[fault](answer)
}

/** Sends a whole answer. */
export function deliver(request: ScriptedModelRequest, response: ServerResponse, answer: WireAnswer): void {
  writeHead(request, response)
  response.end(wireBody(request, answer))
}

function plain(request: ScriptedModelRequest): WireAnswer {
  return { text: '', refusal: null, finish: 'stop', usage: null, served: request.model }
}

function status(code: number, message: string, name: string | null = null): Carry {
  return (_request, response) => writeError(response, code, { message, type: name ?? 'server_error', param: null, code: name })
}

function keys<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[]
}
