import type { ModelFailure } from '@autopack/contracts'
import { BodyTooLarge } from './bounded-fetch.ts'
import { failure } from './failure.ts'

const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|SELF_SIGNED/
const cut = /^terminated$|ERR_STREAM_PREMATURE_CLOSE|premature close/i
const broken = /fetch failed|ECONNRESET|EPIPE|UND_ERR_SOCKET|connection error/i

/** Errors of the connection and of a body that is not what was announced. One that broke after the request had left may have been answered. Total. */
export function classifyTransport(error: unknown): ModelFailure {
  const chain = causes(error)
  const codes = chain.map((cause) => textOf(Reflect.get(cause, 'code'))).join(' ')
  const message = chain.map((cause) => cause.message).join(': ') || textOf(error)
  if (chain.some((cause) => cause instanceof BodyTooLarge)) return failure('schemaViolation', message, { ran: true })
  if (chain.some((cause) => cause instanceof SyntaxError)) return failure('streamCut', message, { ran: true })
  if (neverSent.test(codes)) return failure('transient', `${message} (is the base URL right, and the server running?)`)
  if (/TIMEOUT|ETIMEDOUT/.test(codes)) return failure('timeout', message, { ran: true })
  if (chain.some((cause) => cut.test(cause.message))) return failure('streamCut', message, { ran: true })
  if (broken.test(codes) || chain.some((cause) => broken.test(cause.message))) return failure('transient', message, { ran: true })
  return failure('unknown', message, { ran: true })
}

/** An error and what caused it, outermost first. */
export function causes(error: unknown): Error[] {
  const chain: Error[] = []
  for (let next = error; next instanceof Error && chain.length < 5; next = next.cause) chain.push(next)
  return chain
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
