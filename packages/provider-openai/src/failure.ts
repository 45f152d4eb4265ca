import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'
import { BodyTooLarge } from './bounded-fetch.ts'
import { readReset } from './reset.ts'

/** Builds a failure; by default it did not run. */
export function failure(kind: ModelFailureClass, message: string, known: Partial<Pick<ModelFailure, 'ran' | 'resetAt' | 'usage'>> = {}): ModelFailure {
  return { kind: 'failure', failure: kind, message, ran: false, resetAt: null, usage: null, ...known }
}

export interface ErrorCircumstances {
  /** The caller gave up. */
  readonly aborted: boolean
  /** The deadline has passed. */
  readonly expired: boolean
  readonly timeoutMs: number
  readonly now: number
}

/** Total: whatever the SDK, the platform or the server throws has a class. */
export function classifyError(error: unknown, circumstances: ErrorCircumstances): ModelFailure {
  if (circumstances.aborted) return failure('aborted', 'the call was given up', { ran: true })
  if (circumstances.expired) return failure('timeout', `no complete answer within ${circumstances.timeoutMs} ms`, { ran: true })
  const tooLarge = causes(error).find((cause) => cause instanceof BodyTooLarge)
  if (tooLarge !== undefined) return failure('schemaViolation', tooLarge.message, { ran: true })
  const reported = readReported(error)
  if (reported !== null) return classifyReported(reported, circumstances.now)
  return classifyTransport(error)
}

interface Reported {
  /** Null for an error event inside a stream that had begun. */
  readonly status: number | null
  readonly code: string
  readonly message: string
  readonly headers: Headers | undefined
}

/** An error the server put into words; recognised by its shape, so that no class of the SDK needs loading. */
function readReported(error: unknown): Reported | null {
  if (!(error instanceof Error) || !('headers' in error) || !('status' in error)) return null
  const { status, headers } = error
  const named = [Reflect.get(error, 'code'), Reflect.get(error, 'type')].filter((name) => typeof name === 'string' || typeof name === 'number')
  if (status === undefined && headers === undefined) return null
  return { status: typeof status === 'number' ? status : null, code: named.join(' '), message: error.message, headers: headers instanceof Headers ? headers : undefined }
}

const byCode: readonly (readonly [RegExp, ModelFailureClass])[] = [
  [/insufficient_quota|quota_exceeded|usage_limit/, 'quotaExhausted'],
  [/billing|payment|insufficient_(credits|funds|balance)/, 'billing'],
  [/context_length_exceeded|context_window/, 'contextOverflow'],
  [/content_filter|content_policy|moderation/, 'contentFiltered'],
  [/rate_limit/, 'rateLimited'],
  [/overloaded|engine_overloaded|server_is_overloaded/, 'overloaded'],
  [/model_not_found/, 'modelNotFound'],
  [/invalid_api_key|invalid_authentication|authentication_error|permission/, 'auth'],
  [/server_error|internal_error/, 'transient'],
]

const byStatus: Readonly<Record<number, ModelFailureClass>> = {
  400: 'invalidRequest',
  401: 'auth',
  402: 'billing',
  403: 'auth',
  404: 'modelNotFound',
  408: 'timeout',
  409: 'transient',
  413: 'contextOverflow',
  422: 'invalidRequest',
  429: 'rateLimited',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
}

const overflowWords = /maximum context length|context window|too many tokens|prompt is too long/i

/** No provider bills an answer that it replaced by an error status, a gateway's time-out aside: the model may have gone on. */
function classifyReported(reported: Reported, now: number): ModelFailure {
  const kind = reportedClass(reported)
  const ran = reported.status === null || kind === 'timeout'
  const waits = kind === 'rateLimited' || kind === 'quotaExhausted' || kind === 'overloaded'
  return failure(kind, reported.message, { ran, resetAt: waits ? readReset(reported.headers, now) : null })
}

function reportedClass({ status, code, message }: Reported): ModelFailureClass {
  const named = byCode.find(([pattern]) => pattern.test(code))?.[1]
  // a server's own word for its fault says less than a status that has a class
  if (named !== undefined && !(named === 'transient' && status !== null)) return named
  if (status === null) return 'transient'
  if (status === 400 && overflowWords.test(message)) return 'contextOverflow'
  return byStatus[status] ?? (status >= 500 ? 'transient' : status >= 400 ? 'invalidRequest' : 'unknown')
}

const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|SELF_SIGNED/

/** Errors of the connection. One that broke after the request had left may have been answered. */
function classifyTransport(error: unknown): ModelFailure {
  const chain = causes(error)
  const codes = chain.map((cause) => String(Reflect.get(cause, 'code') ?? '')).join(' ')
  const message = chain.map((cause) => cause.message).join(': ') || String(error)
  if (error instanceof SyntaxError) return failure('streamCut', message, { ran: true })
  if (neverSent.test(codes)) return failure('transient', `${message} (is the base URL right, and the server running?)`)
  if (/TIMEOUT|ETIMEDOUT/.test(codes)) return failure('timeout', message, { ran: true })
  if (error instanceof TypeError && error.message === 'terminated') return failure('streamCut', message, { ran: true })
  if (chain.some((cause) => cause.message === 'terminated')) return failure('streamCut', message, { ran: true })
  if (chain.some((cause) => cause.message.includes('fetch failed'))) return failure('transient', message, { ran: true })
  return failure('unknown', message, { ran: true })
}

function causes(error: unknown): Error[] {
  const chain: Error[] = []
  for (let next = error; next instanceof Error && chain.length < 5; next = next.cause) chain.push(next)
  return chain
}
