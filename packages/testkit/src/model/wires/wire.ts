import type { ScriptedModelRequest } from '../scripted-model-request.ts'

/** `usage` of OpenAI's wire format, which scripts are written in; the other protocols translate it. */
export interface WireUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details?: { readonly cached_tokens: number; readonly cache_write_tokens?: number; /** Of them. */ readonly cache_write_hour_tokens?: number }
  readonly completion_tokens_details?: { readonly reasoning_tokens: number }
}

export type WireFinish = 'stop' | 'length' | 'content_filter' | 'unknown'

export interface WireAnswer {
  readonly text: string
  readonly refusal: string | null
  readonly finish: WireFinish
  readonly usage: WireUsage | null
  /** How often a stream says its usage. */
  readonly usageTimes: number
  /** An event in the middle of a stream that no client knows. */
  readonly unknownEvent: boolean
  /** Empty: nothing is said of it. */
  readonly served: string
  /** Of the response, besides its own. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What goes wrong, before a protocol has words for it. */
export type WireTrouble = 'rate' | 'quota' | 'overloaded' | 'server' | 'auth' | 'billing' | 'credit' | 'model-rate' | 'model' | 'context' | 'invalid' | 'unknown'

export interface WireError {
  readonly trouble: WireTrouble
  /** That was asked. */
  readonly model: string
  readonly status: number
  /** Replaces the protocol's own words. */
  readonly message?: string
  /** Said in the protocol's own way, beside or instead of `retry-after`. */
  readonly resetAfterMs?: number
}

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** What a protocol reads from a request. */
export type WireRequest = Omit<ScriptedModelRequest, 'protocol' | 'number' | 'id' | 'bytes' | 'authorization' | 'body'>

/** One protocol, as its server speaks it. */
export interface Wire {
  /** The path that a client's base URL ends in. */
  readonly base: string
  readonly endpoint: RegExp
  /** Throws where the body is not a request of this protocol. */
  read(body: unknown, url: string): WireRequest
  /** The events of a streamed answer, ready to write; the last one ends it. */
  events(request: ScriptedModelRequest, answer: WireAnswer): string[]
  /** The answer in one document. */
  document(request: ScriptedModelRequest, answer: WireAnswer): object
  /** `now`: the server's clock. */
  error(error: WireError, now: number): WireReply
}

/** Many pieces for a usual answer, a bounded number for a huge one. */
export function piecesOf(text: string): string[] {
  const length = Math.max(24, Math.ceil(text.length / 1000))
  return text.match(new RegExp(`.{1,${length}}`, 'gsu')) ?? []
}

export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined), value)
}

export function textIn(content: unknown): string {
  if (Array.isArray(content)) return content.map((part) => textIn(field(part, 'text') ?? part)).join('\n')
  return typeof content === 'string' ? content : (JSON.stringify(content) ?? '')
}

export function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
