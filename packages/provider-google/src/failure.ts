import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'
import { field, latest, namesModel, plausibleReset, readDuration, readRetryAfter, reportedFailure, statusClass, textField } from '@autopack/provider-wire'
import { nextPacificMidnight } from './pacific-midnight.ts'
import type { GoogleError } from './reported-error.ts'

/** The class of an error that Google put into words when `model` was asked. Total. */
export function classifyReported(reported: GoogleError, headers: Headers | undefined, model: string, now: number): ModelFailure {
  const daily = reported.status === 429 && quotaIds(reported).some((id) => /PerDay/i.test(id))
  const delays = reported.details.map((detail) => readDuration(field(detail, 'retryDelay'))).filter((delay) => delay !== null)
  const told = latest(...delays.map((delay) => plausibleReset(now + delay, now))) ?? readRetryAfter(headers, now)
  // what a day allows comes back with the next one, however soon the delay would have us back
  const resetAt = daily ? latest(told, nextPacificMidnight(now)) : told
  return reportedFailure(daily ? 'quotaExhausted' : classOf(reported), { ...reported, resetAt, scope: scopeOf(reported, model) })
}

/** Nearly all quotas are of one model, and say so; one that does not is of the whole project. */
function scopeOf(reported: GoogleError, model: string): ModelFailure['scope'] | null {
  const ids = quotaIds(reported)
  if (ids.length > 0) return ids.every((id) => /PerModel|PerBaseModel/i.test(id)) ? 'model' : 'provider'
  return namesModel(reported.message, model) ? 'model' : null
}

const byWords: readonly (readonly [RegExp, ModelFailureClass])[] = [
  [/api key (not valid|expired|not found)|reported as leaked/i, 'auth'],
  [/billing (to be|is not|account|must be) |requires billing|credits are depleted|spending (cap|limit)/i, 'billing'],
  [/input token count .*exceeds|exceeds the maximum number of tokens|too many tokens/i, 'contextOverflow'],
]

function classOf({ status, message, details }: GoogleError): ModelFailureClass {
  if (details.some((detail) => textField(detail, 'reason') === 'API_KEY_INVALID')) return 'auth'
  const said = byWords.find(([pattern]) => pattern.test(message))?.[1]
  if (said !== undefined) return said
  return status === null ? 'transient' : statusClass(status)
}

function quotaIds({ details }: GoogleError): string[] {
  const violations = details.map((detail) => field(detail, 'violations')).flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
  return violations.map((violation) => textField(violation, 'quotaId') ?? textField(violation, 'quotaMetric') ?? '')
}
