import type { Clock, ModelFailure, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'

const sends = 3
/** Where the provider names no time; one wait before each further send. */
const backoffMs = [500, 2000]
/** A longer reset is the caller's to wait for. */
const longestWaitMs = 10_000

/**
 * Sends until there is an answer, at most three times. Only a send that certainly did not run is repeated, so that all sends
 * together stay within the bound of one.
 */
export async function send(provider: ModelProvider, request: ProviderRequest, clock: Clock, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  for (let sent = 1; ; sent += 1) {
    if (signal.aborted) return abandoned
    const outcome = await provider.send(request, signal)
    const wait = outcome.kind === 'answer' || sent === sends ? null : waitBefore(outcome, sent, clock.now())
    if (wait === null) return outcome
    try {
      await clock.sleep(wait, signal)
    } catch {
      return abandoned
    }
  }
}

const repeatable: ReadonlySet<string> = new Set(['transient', 'overloaded', 'rateLimited'])

/** Null: not to be repeated here. */
function waitBefore(failure: ModelFailure, sent: number, now: number): number | null {
  if (failure.ran || !repeatable.has(failure.failure)) return null
  const wait = failure.resetAt === null ? (backoffMs[sent - 1] ?? longestWaitMs) : Math.max(0, failure.resetAt - now)
  return wait <= longestWaitMs ? wait : null
}

const abandoned: ModelFailure = { kind: 'failure', failure: 'aborted', message: 'given up before it was sent', ran: false, resetAt: null, usage: null }
