import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'
import { namesModel, reportedFailure, statusClass, withWindows } from '@autopack/provider-wire'
import { readReset, spentRates, unifiedRejected } from './reset.ts'
import { isOfModel, readWindows, rejectedWindows } from './windows.ts'

/** An error that Anthropic put into words when `model` was asked; null for all others. Recognised by its shape, so that no class of the SDK needs loading. */
export function classifyError(error: unknown, model: string, now: number): ModelFailure | null {
  if (!(error instanceof Error) || !('headers' in error) || !('status' in error)) return null
  const { status, headers, message } = error
  if (status === undefined && headers === undefined) return null
  const reported = { status: typeof status === 'number' ? status : null, type: String(Reflect.get(error, 'type') ?? ''), message, headers: headers instanceof Headers ? headers : new Headers() }
  return withWindows(reportedFailure(reportedClass(reported), { ...reported, resetAt: readReset(reported.headers, message, now), scope: scopeOf(reported, model) }), readWindows(reported.headers, model))
}

/** A plan has windows for all that it is used for, and some for one kind of model; rates are a model's own. */
function scopeOf({ message, headers }: Reported, model: string): ModelFailure['scope'] | null {
  const rejected = unifiedRejected(headers) ? rejectedWindows(headers) : []
  if (rejected.length > 0) return rejected.every(isOfModel) ? 'model' : 'provider'
  return !unifiedRejected(headers) && (spentRates(headers).length > 0 || namesModel(message, model)) ? 'model' : null
}

interface Reported {
  /** Null for an error event inside a stream. */
  readonly status: number | null
  readonly type: string
  readonly message: string
  readonly headers: Headers
}

/** What Anthropic says in words only, whatever type it gives it. */
const byWords: readonly (readonly [RegExp, ModelFailureClass])[] = [
  [/credit balance is too low|purchase credits/i, 'billing'],
  [/reached your specified .*usage limits|usage limit reached/i, 'quotaExhausted'],
  [/prompt is too long|exceed context limit|context window/i, 'contextOverflow'],
  [/blocked by content filtering/i, 'contentFiltered'],
]

const byType: Readonly<Record<string, ModelFailureClass>> = {
  authentication_error: 'auth',
  permission_error: 'auth',
  billing_error: 'billing',
  not_found_error: 'modelNotFound',
  request_too_large: 'contextOverflow',
  rate_limit_error: 'rateLimited',
  overloaded_error: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'transient',
  invalid_request_error: 'invalidRequest',
}

function reportedClass({ status, type, message, headers }: Reported): ModelFailureClass {
  if (status === 429 && unifiedRejected(headers)) return 'quotaExhausted'
  const said = byWords.find(([pattern]) => pattern.test(message))?.[1]
  if (said !== undefined) return said
  const typed = byType[type]
  // a server's own word for its fault says less than a status that has a class
  if (typed !== undefined && !(typed === 'transient' && status !== null)) return typed
  return status === null ? 'transient' : statusClass(status)
}
