import type { ModelPurpose, ModelQuote } from '@autopack/contracts'

/** What is decided about: the purpose and the sizes, never the text. JSON-safe. */
export interface RouteRequest {
  readonly purpose: ModelPurpose
  /** Upper bound of the tokens that are sent. */
  readonly input: number
  /** Upper bound of the tokens that are asked for, before a model's own limit. */
  readonly output: number
  /** A key of models.yaml; null for none. */
  readonly override: string | null
}

/** Why a model was taken or not. */
export type Reason =
  | 'taken'
  /** It would have served, had the one before it not. */
  | 'behind'
  /** For after more failed attempts. */
  | 'later'
  /** An escalation that has not been reached. */
  | 'reserved'
  /** A reasoning model, and no tag that asks for one. */
  | 'untagged'
  /** The request, at four bytes a token, and its answer are longer than the model's context. */
  | 'context'
  /** Less than a never-downgrade call is owed. */
  | 'lower'
  /** Its family wrote what is to be judged. */
  | 'family'
  | 'no-credential'
  | 'no-price'
  /** The account at its provider is empty; `until` it is asked again. */
  | 'no-credit'
  /** It, or its provider, has said when to come back. */
  | 'cooldown'
  /** It has failed too often; `until` somebody tries again. */
  | 'breaker'
  /** A limit has no room for it before `until`. */
  | 'limit'
  /** A limit has no room for it ever. */
  | 'too-large'

/** The detail of a model that is taken and whose provider goes through somebody else's translation. */
export const bridged = 'bridged'

export interface Candidate {
  /** The key in models.yaml. */
  readonly model: string
  readonly family: string
  readonly provider: string
  readonly origin: 'override' | 'chain' | 'fallback'
  readonly reason: Reason
  /** Wall clock, milliseconds; null where time changes nothing. */
  readonly until: number | null
  /** The limit, the wait's reason or the like; null where there is nothing more to say. */
  readonly detail: string | null
}

export type Decision =
  | { readonly kind: 'taken'; readonly model: string; readonly bound: ModelQuote['bound']; readonly candidates: readonly Candidate[] }
  | {
      readonly kind: 'refused'
      readonly reason: 'no-model' | 'no-credential' | 'no-price' | 'no-credit' | 'context' | 'too-large' | 'quota' | 'unhealthy'
      /** When to decide again; null where waiting does not help. */
      readonly resetAt: number | null
      /** The limit or provider that is waited for. */
      readonly limit: string | null
      readonly candidates: readonly Candidate[]
    }
