import type { NanoUsd, TokenUsage } from './money.ts'
import type { CapName } from './strategy.ts'

export type ModelRole = 'builder' | 'auditor'
export type Complexity = 'low' | 'medium' | 'high'

/** What a call is for: everything a route may depend on. */
export interface ModelPurpose {
  readonly role: ModelRole
  readonly category: string
  readonly complexity: Complexity
  /** Failed attempts of the phase so far that count for escalation. */
  readonly failedAttempts: number
  /** Families that must not serve this call where another is configured (author ≠ auditor). */
  readonly avoidFamilies: readonly string[]
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

export interface ModelRequest {
  readonly purpose: ModelPurpose
  readonly messages: readonly ModelMessage[]
  /** JSON Schema the answer must follow; the caller validates all the same. */
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  readonly maxOutputTokens: number
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

/** No model may serve the call. `message` says what to configure. */
export interface ModelRefusal {
  readonly kind: 'refusal'
  readonly reason: 'no-model' | 'no-price' | 'no-credential'
  readonly message: string
}

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
}

export interface ModelAnswer {
  readonly kind: 'answer'
  readonly text: string
  /** `length`: cut at maxOutputTokens. */
  readonly finish: 'stop' | 'length'
  readonly usage: TokenUsage
  /** `reported` by the provider, or `estimated` because it reported none or nonsense. */
  readonly usageCertainty: 'reported' | 'estimated'
  /** The model name the provider says it served. */
  readonly served: string
}

export type ModelOutcome = (ModelAnswer | ModelFailure) & {
  readonly model: string
  readonly family: string
  readonly nanoUsd: NanoUsd
}

/** Routes and performs model calls. Contract 1. */
export interface ModelClient {
  readonly contract: 1
  /** Pure and instant: chooses the model and bounds the cost. Never throws. */
  quote(request: ModelRequest): ModelQuote | ModelRefusal
  /**
   * Sends the call of a quote, with its own bounded retries inside the quoted bound. Never throws for what a provider does.
   * On abort returns `aborted` with what was used.
   */
  call(request: ModelRequest, quote: ModelQuote, signal: AbortSignal): Promise<ModelOutcome>
  /** Whether any model of the role could be called now, its credential included, so that `unaudited` is known before the run. */
  serves(role: ModelRole): boolean
}

/** A model client whose calls are already bounded, journalled and charged; builders and auditors get only this. */
export interface MeteredModel {
  /** Like `ModelClient.quote` and `call` in one; also returns a failure where a budget does not allow the call. */
  call(request: ModelRequest): Promise<ModelOutcome | ModelRefusal | BudgetRefusal>
}

export interface BudgetRefusal {
  readonly kind: 'over-budget'
  /** The cap that would be passed. */
  readonly cap: CapName
  readonly message: string
}

/** One wire request to one model of one provider. */
export interface ProviderRequest {
  /** The provider's own model name. */
  readonly model: string
  readonly messages: readonly ModelMessage[]
  readonly schema: ModelRequest['schema']
  readonly maxOutputTokens: number
  /** Only the model that is asked may serve: a service that would route the request elsewhere is told not to. Default: false. */
  readonly neverDowngrade?: boolean
}

/** Speaks one wire protocol. Retries nothing, routes nothing, prices nothing. Contract 1. */
export interface ModelProvider {
  readonly contract: 1
  readonly name: string
  /** `bridged`: failures, resets and usage have gone through somebody else's translation, which may have lost some of them. Default: `native`. */
  readonly certainty?: 'native' | 'bridged'
  /** One request. Never throws for what the server does. Usage is null where none was reported. */
  send(request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure>
}

export interface ProviderAnswer {
  readonly kind: 'answer'
  readonly text: string
  readonly finish: 'stop' | 'length'
  readonly usage: TokenUsage | null
  readonly served: string
}
