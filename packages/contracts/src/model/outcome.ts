import type { NanoUsd, TokenUsage } from '../money.ts'
import type { ModelFailure } from './failure.ts'
import type { ReportedWindow } from './reported-window.ts'

export interface ModelAnswer {
  readonly kind: 'answer'
  readonly text: string
  /** `length`: cut at maxOutputTokens. */
  readonly finish: 'stop' | 'length'
  readonly usage: TokenUsage
  /** `reported` by the provider, `bridged` if through somebody else's translation, or `estimated` because it reported none or nonsense. */
  readonly usageCertainty: 'reported' | 'bridged' | 'estimated'
  /** The model name the provider says it served; empty where it said none. */
  readonly served: string
  /** As in `ProviderAnswer`. */
  readonly responseId?: string
  readonly windows?: readonly ReportedWindow[]
}
export type ModelOutcome = (ModelAnswer | ModelFailure) & {
  readonly model: string
  readonly family: string
  readonly nanoUsd: NanoUsd
}
