import type { NanoUsd } from '../money.ts'
import type { ModelRequest } from './request.ts'

/** A limit of the caller's own that a call counts under: a budget of a run, a phase, a tenant. */
export interface CallScope {
  /** For the refusal. */
  readonly name: string
  /** Where its use is counted; of this scope alone, in whole tokens or nano-dollars. */
  readonly bucket: string
  readonly unit: 'tokens' | 'usd'
  readonly hard: number
  /** Finished use that the caller knows of by itself: the larger of it and what the ledger has counts. */
  readonly floor: number
}

export interface ModelOperation {
  /** Never used for another call. Each send of it is `<id>/<n>`. */
  readonly id: string
  readonly run: string | null
  readonly phase: string | null
  readonly request: ModelRequest
  readonly scopes: readonly CallScope[]
  /** A key of models.yaml that is asked before the chain; a never-downgrade call goes to none that is lower than its own. Refused where there is no such model. */
  readonly override?: string
}

/** The model chosen and the most the call can cost. */
export interface ModelQuote {
  readonly kind: 'quote'
  /** The key in models.yaml. */
  readonly model: string
  readonly family: string
  readonly provider: string
  /** Upper bounds: a settled call is above them only where the provider reports having used more than it was sent or allowed. */
  readonly bound: { readonly tokens: number; readonly nanoUsd: NanoUsd }
  /** Why this model: one line a person can read. */
  readonly because: string
}

/** One request on its way. */
export interface ModelSend extends ModelQuote {
  readonly operation: string
}
