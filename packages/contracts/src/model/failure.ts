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
  /** Wall clock, milliseconds; null if the provider named none. */
  readonly resetAt: number | null
  /** What the provider reported, null if nothing. */
  readonly usage: TokenUsage | null
  /** `usage` is what had been reported when the answer ended early: a lower bound. */
  readonly partial?: true
  /** As in `ProviderAnswer`. */
  readonly responseId?: string
  readonly windows?: readonly ReportedWindow[]
}
