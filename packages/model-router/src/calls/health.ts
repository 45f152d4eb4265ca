import type { Clock, Ledger, ModelFailure, ModelFailureClass, ModelOutcome } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/tables.ts'
import { openMs, openUntil, probeMs, probeUntil } from '../decide/breaker.ts'

const mostFailures = 5

/** An account without credit is not asked for this long: nothing opens it but its owner. */
const unpaidMs = 3_600_000
/** No rate of a single model takes this long to come back. */
const longWaitMs = 600_000

/** Says that a provider or model is not well. */
const sick: ReadonlySet<ModelFailureClass> = new Set(['overloaded', 'transient', 'timeout', 'streamCut', 'unknown'])

/** Remembers what a send has told about its model and provider. */
export async function learn(ledger: Ledger, clock: Clock, model: CompiledModel, outcome: ModelOutcome): Promise<void> {
  if (outcome.kind === 'answer') return count(ledger, clock, model, false)
  const { failure, resetAt, message } = outcome
  const now = clock.now()
  if (isUnpaid(outcome)) return ledger.cooldown(model.accountKey, now + unpaidMs, message)
  const waits = resetAt !== null && resetAt > now
  if (waits) await ledger.cooldown(scopeOf(outcome, now) === 'provider' ? model.providerKey : model.modelKey, resetAt, message)
  if (failure === 'aborted' || (waits && !sick.has(failure))) return
  await count(ledger, clock, model, sick.has(failure))
}

/** Whether it was the account that refused, for its owner to fill: no time does. */
export function isUnpaid(outcome: ModelOutcome): boolean {
  return outcome.kind === 'failure' && (outcome.failure === 'billing' || (outcome.failure === 'quotaExhausted' && outcome.resetAt === null))
}

function scopeOf({ failure, scope, resetAt }: ModelFailure, now: number): 'model' | 'provider' {
  return scope ?? (failure === 'quotaExhausted' || (resetAt ?? now) - now > longWaitMs ? 'provider' : 'model')
}

async function count(ledger: Ledger, clock: Clock, { modelKey }: CompiledModel, failed: boolean): Promise<void> {
  for (;;) {
    const seen = await ledger.breaker(modelKey)
    if (seen === null && !failed) return
    if (seen !== null && seen.failures === 0 && seen.openUntil === null && !failed) return
    const failures = failed ? (seen?.failures ?? 0) + 1 : 0
    const until = failures >= mostFailures ? clock.now() + openMs : null
    if (await ledger.putBreaker(modelKey, seen?.version ?? null, { failures, openUntil: until, probeUntil: null })) return
  }
}

/** Whether this call may be the one that tries a model whose time is over; `not-needed` where nothing is to be tried. */
export async function claimProbe(ledger: Ledger, clock: Clock, { modelKey }: CompiledModel): Promise<'not-needed' | 'claimed' | 'elsewhere'> {
  const seen = await ledger.breaker(modelKey)
  if (seen === null || seen.openUntil === null) return 'not-needed'
  const now = clock.now()
  if (openUntil(seen, now) !== null || probeUntil(seen, now) !== null) return 'elsewhere'
  return (await ledger.putBreaker(modelKey, seen.version, { failures: seen.failures, openUntil: seen.openUntil, probeUntil: now + probeMs })) ? 'claimed' : 'elsewhere'
}

/** For a probe that found nothing out: somebody else may try at once. */
export async function dropProbe(ledger: Ledger, { modelKey }: CompiledModel): Promise<void> {
  const seen = await ledger.breaker(modelKey)
  if (seen !== null && seen.probeUntil !== null) await ledger.putBreaker(modelKey, seen.version, { failures: seen.failures, openUntil: seen.openUntil, probeUntil: null })
}
