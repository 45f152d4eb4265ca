import type { Clock, ModelFailure, ProviderAnswer } from '@autopack/contracts'
import { failure } from './failure.ts'
import { redact } from './redaction.ts'
import { classifyTransport } from './transport.ts'

export interface CallCircumstances {
  /** The provider's name; every message of a failure begins with it. */
  readonly name: string
  /** For the whole call, the answer's last byte included. */
  readonly timeoutMs: number
  /** Credentials that no message may hold. */
  readonly secrets: readonly string[]
  readonly clock: Pick<Clock, 'now'>
  /** What the provider's dialect makes of an error that was thrown; null for what is not its own (connections, broken bodies). */
  readonly classify: (error: unknown, now: number) => ModelFailure | null
}

type Outcome = ProviderAnswer | ModelFailure

/**
 * One call, bounded in time and total: whatever `work` throws has a class. Abort and deadline end it even where the SDK below does not listen; an answer
 * that was complete before is kept. A call given up before it began sends nothing.
 */
export async function performCall(circumstances: CallCircumstances, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  const { name, secrets } = circumstances
  if (signal.aborted) return failure('aborted', `${name}: given up before it was sent`)
  const outcome = await bounded(circumstances, signal, work)
  return outcome.kind === 'answer' ? outcome : { ...outcome, message: `${name}: ${redact(outcome.message, secrets)}` }
}

async function bounded(circumstances: CallCircumstances, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  const deadline = AbortSignal.timeout(circumstances.timeoutMs)
  const either = AbortSignal.any([signal, deadline])
  // what ends an SDK's stream early looks like a cut to it
  const givenUp = (known: Partial<ModelFailure>): ModelFailure => ({
    ...(signal.aborted ? failure('aborted', 'the call was given up', { ran: true }) : failure('timeout', `no complete answer within ${circumstances.timeoutMs} ms`, { ran: true })),
    ...(known.usage == null ? {} : { usage: known.usage, partial: true }),
    ...(known.received === undefined ? {} : { received: known.received }),
    ...(known.responseId === undefined ? {} : { responseId: known.responseId }),
    ...(known.windows === undefined ? {} : { windows: known.windows }),
  })
  try {
    const outcome = await Promise.race([work(either), ended(either)])
    return outcome.kind === 'failure' && either.aborted ? givenUp(outcome) : outcome
  } catch (error) {
    return either.aborted ? givenUp({}) : classified(circumstances, error)
  }
}

function classified({ classify, clock }: CallCircumstances, error: unknown): ModelFailure {
  try {
    return classify(error, clock.now()) ?? classifyTransport(error)
  } catch {
    return failure('unknown', 'an error that cannot be read', { ran: true })
  }
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // a turn later, so that work that notices by itself can still say what it used
    signal.addEventListener('abort', () => setTimeout(() => reject(new Error('given up')), 50), { once: true })
  })
}
