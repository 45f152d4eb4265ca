import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'
import { failure, field, namesModel, readRetryAfter, reportedFailure, statusClass, textField } from '@autopack/provider-wire'

/** An error of the AI SDK or of the server behind it when `model` was asked; null for connections. Recognised by its shape: several versions of the SDK may be there at once. */
export function classifyError(error: unknown, model: string, now: number): ModelFailure | null {
  const message = textField(error, 'message') ?? ''
  const status = field(error, 'statusCode')
  if (typeof status === 'number') return status < 400 ? failure('streamCut', message, { ran: true }) : classifyResponse(error, status, message, model, now)
  const named = byName[textField(error, 'name') ?? '']
  return named === undefined ? null : failure(named, message, { ran: named === 'streamCut' })
}

/** An error inside a stream that had begun, in whatever shape the model passes it on. */
export function classifyStreamed(thrown: unknown, model: string, now: number): ModelFailure {
  const known = classifyError(thrown, model, now)
  if (known !== null) return { ...known, ran: true }
  const words = typeof thrown === 'string' ? thrown : (textField(thrown, 'message') ?? JSON.stringify(thrown) ?? '')
  return failure(byWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'streamCut', words, { ran: true })
}

const byName: Readonly<Record<string, ModelFailureClass>> = {
  AI_NoSuchModelError: 'modelNotFound',
  AI_LoadAPIKeyError: 'auth',
  AI_UnsupportedFunctionalityError: 'invalidRequest',
  AI_InvalidPromptError: 'invalidRequest',
  AI_InvalidArgumentError: 'invalidRequest',
  AI_JSONParseError: 'streamCut',
  AI_TypeValidationError: 'streamCut',
  AI_InvalidResponseDataError: 'streamCut',
  AI_EmptyResponseBodyError: 'streamCut',
}

/** The codes and words of the services that the AI SDK has models for, in bodies of any shape. */
const byWords: readonly (readonly [RegExp, ModelFailureClass])[] = [
  [/insufficient_quota|exceeded_current_quota|arrearage|credit balance|insufficient (credits|funds|balance)|requires billing|credits are depleted|(not|n't) have any credits|used all available credits|key limit exceeded/i, 'billing'],
  [/usage.limit|PerDay/i, 'quotaExhausted'],
  [/context_length_exceeded|maximum context length|prompt is too long|exceeds the maximum number of tokens/i, 'contextOverflow'],
  [/content_filter|content filtering|content_policy/i, 'contentFiltered'],
  [/invalid_api_key|API_KEY_INVALID|API key not valid/i, 'auth'],
  [/model_not_found/i, 'modelNotFound'],
  [/overloaded_error|is overloaded/i, 'overloaded'],
  [/rate_limit/i, 'rateLimited'],
]

function classifyResponse(error: unknown, status: number, message: string, model: string, now: number): ModelFailure {
  const body = (textField(error, 'responseBody') ?? '').slice(0, 65_536)
  const words = `${body} ${message}`
  const named = status < 500 ? byWords.find(([pattern]) => pattern.test(words))?.[1] : undefined
  return reportedFailure(named ?? statusClass(status), { status, message, resetAt: readRetryAfter(headersOf(error), now), scope: namesModel(words, model) || /PerModel/.test(words) ? 'model' : null })
}

function headersOf(error: unknown): Headers {
  const headers = field(error, 'responseHeaders')
  const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : []
  return new Headers(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
