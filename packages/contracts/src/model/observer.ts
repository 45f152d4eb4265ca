import type { ModelSend } from './operation.ts'
import type { ModelOutcome } from './outcome.ts'

/** `soft`: the limit's own threshold; `reached`: all of it. */
export const alertLevels = ['at-75', 'soft', 'at-90', 'reached'] as const
export type AlertLevel = (typeof alertLevels)[number]

export interface QuotaAlert {
  readonly limit: string
  readonly level: AlertLevel
  readonly used: number
  readonly hard: number
  /** When some of it is free again; wall clock, milliseconds. */
  readonly resetAt: number
}

/** Told of each send, in this order; a member that throws ends the call with its error, and what was used is charged all the same. */
export interface CallObserver {
  /** Before the request leaves: from here on it is never free. */
  intent(send: ModelSend): Promise<void>
  /** What came back of it, before it is settled. */
  outcome(send: ModelSend, outcome: ModelOutcome): Promise<void>
  /** Limits that the send has brought to a threshold. */
  alerts?(alerts: readonly QuotaAlert[]): Promise<void>
}
