import type { ModelFailure, ModelFailureClass } from '@autopack/contracts'

/** Builds a failure; by default it did not run, names no reset and reports no usage. */
export function failure(kind: ModelFailureClass, message: string, known: Partial<Pick<ModelFailure, 'ran' | 'resetAt' | 'scope' | 'usage' | 'partial' | 'received' | 'responseId'>> = {}): ModelFailure {
  return { kind: 'failure', failure: kind, message, ran: false, resetAt: null, usage: null, ...known }
}

const waiting: ReadonlySet<ModelFailureClass> = new Set(['rateLimited', 'quotaExhausted', 'overloaded'])

export interface ReportedError {
  /** Null for an error inside a stream that had begun. */
  readonly status: number | null
  readonly message: string
  /** Wall clock milliseconds; kept only where waiting helps. */
  readonly resetAt: number | null
  /** As in `ModelFailure`, kept where waiting helps; null where the server did not say. Default: null. */
  readonly scope?: ModelFailure['scope'] | null
}

/** An error that the server put into words. None bills an answer that it replaced by an error status, a gateway's time-out aside: the model may have gone on. */
export function reportedFailure(kind: ModelFailureClass, { status, message, resetAt, scope }: ReportedError): ModelFailure {
  return failure(kind, message, { ran: status === null || kind === 'timeout', resetAt: waiting.has(kind) ? resetAt : null, ...(scope == null || !waiting.has(kind) ? {} : { scope }) })
}
