import type { NanoUsd, TokenUsage } from './money.ts'
import type { PhaseTag } from './plan.ts'

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
  /** The part of its category a phase is of (`destructive`, `remote`); null or left out where it has none. */
  readonly subkind?: string | null
  /** Whether the category is one of the dangerous ones: the strongest models come earlier then. Default: false. */
  readonly highRisk?: boolean
  /** The plan says that the phase is critical, or an approved rule demands the strongest model. Default: false. */
  readonly demandsStrongest?: boolean | undefined
  /** Reasoning models serve only what has one of these. Default: none. */
  readonly tags?: readonly PhaseTag[] | undefined
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
  /** `usage` is what had been reported when the answer ended early: a lower bound. */
  readonly partial?: true
  /** As in `ProviderAnswer`. */
  readonly responseId?: string
  readonly windows?: readonly ReportedWindow[]
}

/** What a provider says is used of a window of its own, in headers or errors. */
export interface ReportedWindow {
  /** Its own name for it, such as `5h`, `tokens` or `requests`; null where it gave none. */
  readonly name: string | null
  /** A share of the window (0–1), or a count in its unit, of so many as were told. */
  readonly used: { readonly share: number } | { readonly count: number; readonly unit: 'tokens' | 'requests'; readonly limit?: number }
  /** Wall clock, milliseconds; null if it named none. */
  readonly resetAt: number | null
}

export interface ModelAnswer {
  readonly kind: 'answer'
  readonly text: string
  /** `length`: cut at maxOutputTokens. */
  readonly finish: 'stop' | 'length'
  readonly usage: TokenUsage
  /** `reported` by the provider, `bridged` if through somebody else's translation, or `estimated` because it reported none or nonsense. */
  readonly usageCertainty: 'reported' | 'bridged' | 'estimated'
  /** The model name the provider says it served. */
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

/** No call before: every model that may serve is at a limit or told to wait. Nothing was sent. */
export interface QuotaRefusal {
  readonly kind: 'quota'
  /** Wall clock, milliseconds. */
  readonly resetAt: number
  /** The limit of models.yaml, or the provider that said so. */
  readonly limit: string
  readonly message: string
}

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

/** One request on its way. */
export interface ModelSend extends ModelQuote {
  readonly operation: string
}

export interface QuotaAlert {
  readonly limit: string
  readonly level: AlertLevel
  readonly used: number
  readonly hard: number
  /** When some of it is free again; wall clock, milliseconds. */
  readonly resetAt: number
}

/** `soft`: the limit's own threshold; `reached`: all of it. */
export const alertLevels = ['at-75', 'soft', 'at-90', 'reached'] as const
export type AlertLevel = (typeof alertLevels)[number]

/** Told of each send, in this order; a member that throws ends the call with its error, and what was used is charged all the same. */
export interface CallObserver {
  /** Before the request leaves: from here on it is never free. */
  intent(send: ModelSend): Promise<void>
  /** What came back of it, before it is settled. */
  outcome(send: ModelSend, outcome: ModelOutcome): Promise<void>
  /** Limits that the send has brought to a threshold. */
  alerts?(alerts: readonly QuotaAlert[]): Promise<void>
}

/** A call that is going to be made. */
export interface ForecastNeed {
  readonly purpose: ModelPurpose
  /** As in `ModelOperation`. */
  readonly override?: string
  /** What it takes, in and out together, as far as is known. */
  readonly tokens: number
}

/** Routes and performs model calls, each send held and settled in a ledger. Contract 2. */
export interface ModelClient {
  readonly contract: 2
  /** Pure and instant: the model that would be asked with nothing used and nothing broken, and the most one send can cost. `override` as in `ModelOperation`. Never throws. */
  preview(request: ModelRequest, override?: string): ModelQuote | ModelRefusal
  /**
   * Sends until there is an answer, within one budget of sends for retries and fallback together, all of them within limits and scopes. Never throws for
   * what a provider does; throws what its ledger and the observer throw. On abort returns `aborted` with what was used.
   */
  call(operation: ModelOperation, observer: CallObserver, signal: AbortSignal): Promise<ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal>
  /**
   * Ends a send whose process died: settles the outcome that was kept of it, or, with null, gives back what was never sent and charges the bound of what was.
   * Idempotent. `unsent`: nothing is owed.
   */
  recover(operation: string, outcome: ModelOutcome | null): Promise<'unsent' | 'charged'>
  /** Null when calls like these, one after the other, would be let through now; else when to come back. Reserves nothing. */
  forecast(needs: readonly ForecastNeed[]): Promise<QuotaRefusal | null>
  /** Whether any model of the role could be called now, its credential included, so that `unaudited` is known before the run. */
  serves(role: ModelRole): boolean
}

/** A model client whose calls are already bounded, journalled and charged; builders and auditors get only this. */
export interface MeteredModel {
  /** Retried already: a builder does not ask again for what failed. */
  call(request: ModelRequest): Promise<ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal>
}

export interface BudgetRefusal {
  readonly kind: 'over-budget'
  /** The scope that would be passed. */
  readonly cap: string
  readonly used: number
  readonly limit: number
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
  /** Begins to load what the first request needs, so that it need not wait. Returns at once, never throws, may be called again. */
  load?(): void
}

export interface ProviderAnswer {
  readonly kind: 'answer'
  readonly text: string
  readonly finish: 'stop' | 'length'
  readonly usage: TokenUsage | null
  readonly served: string
  /** The provider's own name of the answer, which it gives to no other: what bears it again is charged once. Left out where it gave none, or one too short to be unique. */
  readonly responseId?: string
  /** What it says of its own windows; settled use of this call included. */
  readonly windows?: readonly ReportedWindow[]
}
