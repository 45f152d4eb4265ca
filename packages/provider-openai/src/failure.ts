import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'
import { namesModel, readRateLimits, reportedFailure, statusClass, withWindows } from '@autopack/provider-wire'
import type { DialectRules } from './dialect.ts'
import { glmClass, glmScope, glmWindow } from './glm-code.ts'
import { readReset } from './reset.ts'

/** An error that the server put into words when `model` was asked; null for all others. Recognised by its shape, so that no class of the SDK needs loading. */
export function classifyError(error: unknown, rules: DialectRules, model: string, now: number): ModelFailure | null {
  if (!(error instanceof Error) || !('headers' in error) || !('status' in error)) return null
  const { status, headers, message } = error
  if (status === undefined && headers === undefined) return null
  const codes = [Reflect.get(error, 'code'), Reflect.get(error, 'type')].filter((name) => typeof name === 'string' || typeof name === 'number').map(String)
  const reported = { status: typeof status === 'number' ? status : null, codes, message }
  const known = headers instanceof Headers ? headers : new Headers()
  const resetAt = readReset(known, message, rules.naiveOffset, now)
  const windows = [...codes.flatMap((code) => glmWindow(code, message, resetAt)), ...readRateLimits(known, now)]
  return withWindows(reportedFailure(reportedClass(reported), { ...reported, resetAt, scope: scopeOf(reported, model) }), windows)
}

function scopeOf({ codes, message }: Reported, model: string): ModelFailure['scope'] | null {
  const own = codes.map(glmScope).find((found) => found !== null) ?? (freeModelWords.test(message) ? 'provider' : null)
  return own ?? (namesModel(message, model) ? 'model' : null)
}

interface Reported {
  readonly status: number | null
  readonly codes: readonly string[]
  readonly message: string
}

const byCode: readonly (readonly [RegExp, ModelFailureClass])[] = [
  // "check your plan and billing details": OpenAI's, and Moonshot's word for the same
  [/insufficient_quota|exceeded_current_quota|billing|payment|insufficient_(credits|funds|balance)|arrearage|overdue/i, 'billing'],
  [/quota_exceeded|usage_limit/, 'quotaExhausted'],
  [/context_length_exceeded|context_window/, 'contextOverflow'],
  [/content_filter|content_policy|moderation/, 'contentFiltered'],
  [/rate_limit/, 'rateLimited'],
  [/overloaded|engine_overloaded|server_is_overloaded/, 'overloaded'],
  [/model_not_found/, 'modelNotFound'],
  [/invalid_api_key|invalid_authentication|authentication_error|permission/, 'auth'],
  [/server_error|internal_error/, 'transient'],
]

const overflowWords = /maximum context length|context window|context length|too many tokens|prompt is too long/i
/** An account that is empty, or a key whose owner gave it no more, in the words of those who have no code for it (OpenRouter, xAI, Mistral). */
const creditWords = /(not|n't) have any credits|no (more )?credits|insufficient (credits|funds|balance)|(used all|out of|run out of) (your |available )*(credits|funds)|key limit exceeded|(reached|exceeded) (its|your) (monthly )?spending limit|credit balance is too low/i
const refusing: ReadonlySet<number | null> = new Set([400, 402, 403, 429])
/** OpenRouter's limit of all the models that cost nothing. */
const freeModelWords = /free-models-per/i
const moderatedWords = /requires moderation|flagged/i

function reportedClass({ status, codes, message }: Reported): ModelFailureClass {
  const own = codes.map(glmClass).find((found) => found !== null)
  if (own !== undefined) return own
  if (refusing.has(status) && creditWords.test(message)) return 'billing'
  const named = byCode.find(([pattern]) => pattern.test(codes.join(' ')))?.[1]
  // a server's own word for its fault says less than a status that has a class
  if (named !== undefined && !(named === 'transient' && status !== null)) return named
  // inside a stream the code may be a status
  const said = status ?? codes.map(Number).find((code) => code >= 400 && code < 600) ?? null
  if (said === null) return 'transient'
  if (said === 400 && overflowWords.test(message)) return 'contextOverflow'
  if (said === 403 && moderatedWords.test(message)) return 'contentFiltered'
  return statusClass(said)
}
