import type { Clock, Ledger, ModelFailureClass, ModelOutcome } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/tables.ts'
import { openMs, openUntil, probeMs, probeUntil } from '../decide/breaker.ts'

const mostFailures = 5

/** Says that a provider or model is not well. Waiting for a reset it named is not a failure of its. */
const sick: ReadonlySet<ModelFailureClass> = new Set(['overloaded', 'transient', 'timeout', 'streamCut', 'unknown'])

/** Remembers what a send has told about its model and provider. */
export async function learn(ledger: Ledger, clock: Clock, model: CompiledModel, outcome: ModelOutcome): Promise<void> {
  if (outcome.kind === 'failure' && outcome.resetAt !== null && outcome.resetAt > clock.now()) {
    const key = outcome.failure === 'quotaExhausted' ? model.providerKey : model.modelKey
    return ledger.cooldown(key, outcome.resetAt, outcome.message)
  }
  if (outcome.kind === 'failure' && outcome.failure === 'aborted') return
  await count(ledger, clock, model, outcome.kind === 'failure' && sick.has(outcome.failure))
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
