import type { ServerResponse } from 'node:http'
import { firstEvents, wireBody, writeError, writeHead } from './wire-answer.ts'
import type { ScriptedModelRequest } from './scripted-model-request.ts'
import type { WireAnswer, WireTrouble } from './wires/wire.ts'

/** How a server says when to come back: `retry-after-ms` and `retry-after`, one of its forms alone, or the protocol's own way. */
export type ResetForm = 'usual' | 'seconds' | 'milliseconds' | 'date' | 'own'

export interface FaultOptions {
  /** What the server says about when to come back; nothing unless given. */
  readonly resetAfterMs?: number
  /** Default: `usual`. */
  readonly resetForm?: ResetForm
  /** `retry-after` as it stands here, whatever that means, and nothing else about when to come back. */
  readonly retryAfter?: string
}

/** `now`: the server's clock. */
type Carry = (request: ScriptedModelRequest, response: ServerResponse, options: FaultOptions, now: number) => void

const hugeBytes = 10 * 1024 * 1024

/** What a stream that hangs has said. */
export const begunText = '{"summary": '

/** What a stream that hangs has used, as far as its protocol says so before the end. */
export const begunUsage = { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101 } as const

/** A time without a zone, as `naive-reset` says it: half a day ahead of `now` where it is read in Beijing. */
export function naiveReset(now: number): string {
  return new Date(now + 20 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** What happens instead of an answer; the script is not asked. */
const replacements = {
  'rate-limited': status(429, 'rate'),
  'quota-exhausted': status(429, 'quota'),
  'model-limited': status(429, 'model-rate'),
  'naive-reset': status(429, 'rate', (now) => `Usage limit reached for 5 hour. Your limit will reset at ${naiveReset(now)}`),
  unavailable: status(503, 'overloaded'),
  overloaded: status(529, 'overloaded'),
  'server-error': status(500, 'server'),
  unauthorized: status(401, 'auth'),
  'echoed-secret': (request, response, _, now) => writeError(request, response, { trouble: 'auth', model: request.model, status: 401, message: `Incorrect API key provided: ${request.authorization}` }, {}, now),
  'payment-required': status(402, 'billing'),
  'no-credit': status(429, 'credit'),
  'unknown-model': status(404, 'model'),
  'context-overflow': status(400, 'context'),
  'invalid-request': status(400, 'invalid'),
  'unknown-error': status(418, 'unknown'),
  'huge-error': status(500, 'server', () => 'x'.repeat(hugeBytes)),
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
    response.write(firstEvents(request, { ...plain(request), text: '{"summary": "half an ans' }), () => response.socket?.destroy())
  },
  'hung-stream': (request, response) => {
    writeHead(request, response)
    response.write(firstEvents(request, { ...plain(request), text: begunText, usage: begunUsage }))
  },
  'hung-socket': () => undefined,
  'reset-connection': (_request, response) => response.socket?.resetAndDestroy(),
  'huge-body': (request, response) => deliver(request, response, { ...plain(request), text: 'x'.repeat(hugeBytes) }),
} as const satisfies Record<string, Carry>

/** What is done to the script's answer on its way. */
const distortions = {
  'unnamed-model': (answer) => ({ ...answer, served: '' }),
  'swapped-model': (answer) => ({ ...answer, served: 'some-cheaper-model' }),
  'usage-missing': (answer) => ({ ...answer, usage: null }),
  'usage-negative': (answer) => ({ ...answer, usage: { prompt_tokens: -5, completion_tokens: -1, total_tokens: -6 } }),
  'usage-unclassified': (answer) => ({ ...answer, usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 950 } }),
  'usage-impossible': (answer) => ({ ...answer, usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 20 } }),
  'usage-inflated': (answer) => ({ ...answer, usage: { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, total_tokens: 2_000_000 } }),
  'usage-duplicate': (answer) => ({ ...answer, usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 }, usageTimes: 2 }),
  'cut-at-limit': (answer) => ({ ...answer, text: answer.text.slice(0, Math.ceil(answer.text.length / 2)), finish: 'length' }),
  'unknown-finish': (answer) => ({ ...answer, finish: 'unknown' }),
  'unknown-event': (answer) => ({ ...answer, unknownEvent: true }),
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

export function replaceAnswer(fault: ReplacingFault, request: ScriptedModelRequest, response: ServerResponse, options: FaultOptions, now: number): void {
  const carry: Carry = replacements[fault]
  carry(request, response, options, now)
}

export function distortAnswer(fault: DistortingFault, answer: WireAnswer): WireAnswer {
  return distortions[fault](answer)
}

/** Sends a whole answer. */
export function deliver(request: ScriptedModelRequest, response: ServerResponse, answer: WireAnswer): void {
  writeHead(request, response, answer)
  response.end(wireBody(request, answer))
}

function plain(request: ScriptedModelRequest): WireAnswer {
  return { text: '', refusal: null, finish: 'stop', usage: null, usageTimes: 1, unknownEvent: false, served: request.model }
}

function status(code: number, trouble: WireTrouble, message?: (now: number) => string): Carry {
  return (request, response, { resetAfterMs, resetForm = 'usual', retryAfter }, now) => {
    const own = resetForm === 'own' && resetAfterMs !== undefined ? { resetAfterMs } : {}
    const headers = retryAfter === undefined ? resetHeaders(resetAfterMs, resetForm, now) : { 'retry-after': retryAfter }
    writeError(request, response, { trouble, model: request.model, status: code, ...own, ...(message === undefined ? {} : { message: message(now) }) }, headers, now)
  }
}

function resetHeaders(afterMs: number | undefined, form: ResetForm, now: number): Record<string, string> {
  if (afterMs === undefined || form === 'own') return {}
  const seconds = { 'retry-after': String(Math.ceil(afterMs / 1000)) }
  const milliseconds = { 'retry-after-ms': String(afterMs) }
  return { usual: { ...milliseconds, ...seconds }, seconds, milliseconds, date: { 'retry-after': new Date(now + afterMs).toUTCString() } }[form]
}

function keys<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[]
}
