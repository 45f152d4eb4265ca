import type { TokenUsage } from '../money.ts'
import type { ReportedWindow } from './reported-window.ts'

export const modelFailureClasses = [
  'rateLimited',
  'quotaExhausted',
  'overloaded',
  'transient',
  'timeout',
  'streamCut',
  'contextOverflow',
  'contentFiltered',
  'refused',
  'auth',
  'billing',
  'invalidRequest',
  'modelNotFound',
  'schemaViolation',
  'aborted',
  'unknown',
] as const
export type ModelFailureClass = (typeof modelFailureClasses)[number]

export interface ModelFailure {
  readonly kind: 'failure'
  readonly failure: ModelFailureClass
  /** Redacted: never holds a credential. */
  readonly message: string
  /** Whether the provider may have done the work: then it is charged. */
  readonly ran: boolean
  /** Wall clock, milliseconds, in the future; null if the provider named none, or none that can be meant. */
  readonly resetAt: number | null
  /**
   * What will go on failing until then: this model, or everything of the provider's. Left out where it did not say; then a quota that is used up, an empty
   * account and a wait of more than ten minutes are the provider's, anything else is the model's.
   */
  readonly scope?: 'model' | 'provider'
  /** What the provider reported, null if nothing. */
  readonly usage: TokenUsage | null
  /** `usage` is what had been reported when the answer ended early: a lower bound, and counted only together with `received`. */
  readonly partial?: true
  /** UTF-8 bytes of the answer that had come when it ended early, thoughts included; left out where that is not known. A usage that was reported at its beginning says nothing of them. */
  readonly received?: number
  /** As in `ProviderAnswer`. */
  readonly responseId?: string
  readonly windows?: readonly ReportedWindow[]
}
