import type { Complexity, ModelProvider, ModelRefusal, ModelRole, ModelsFile } from '@autopack/contracts'
import type { Price } from '../costs/cost.ts'
import type { Window } from '../windows/window.ts'

export type Unit = 'tokens' | 'usd' | 'requests'

export interface CompiledLimit {
  readonly name: string
  readonly unit: Unit
  /** Whole tokens, nano-dollars or requests. */
  readonly hard: number
  readonly soft: number
  /** What it counts and of what, under which the ledger has it. */
  readonly series: string
  readonly window: Window
  /** How the window is cut, as a number. */
  readonly shape: number
  /** What it follows of what the provider says; null where it follows its own count only. */
  readonly follows: Followed | null
}

export interface Followed {
  /** Of one window of the provider's; null: of every one. */
  readonly name: string | null
  /** It is of one model; else what is told of a single model is not of it. */
  readonly ofModel: boolean
}

/** A configured model with everything a decision and a call need. */
export interface CompiledModel {
  readonly key: string
  /** The provider's own. */
  readonly name: string
  readonly family: string
  readonly provider: string
  readonly maxOutputTokens: number
  /** Tokens in and out together; null where nobody said. */
  readonly contextWindow: number | null
  /** The newest first; none where calls cost nothing: free models and subscriptions. */
  readonly prices: readonly Price[]
  /** Charged for an answer that reports no usage; null: by its bytes. */
  readonly estimate: { readonly input: number; readonly output: number } | null
  /** An escalation only. */
  readonly strongest: boolean
  /** Serves only what asks for it by a tag. */
  readonly reasoning: boolean
  /** What to configure before it can be called; null where nothing is missing. */
  readonly missing: ModelRefusal | null
  readonly sender: ModelProvider | null
  /** Requests that may be on their way to its provider at a time; null: any number. */
  readonly concurrency: number | null
  /** How long one of them may take, in milliseconds. */
  readonly timeoutMs: number
  readonly limits: Readonly<Record<ModelRole, readonly CompiledLimit[]>>
  /** Where the turns at its provider are kept. */
  readonly turnsKey: string
  /** Where it is kept that the provider's account has no credit. */
  readonly accountKey: string
  /** Where waits and health are kept. */
  readonly providerKey: string
  readonly modelKey: string
}

export interface Chain {
  /** As written. */
  readonly all: readonly CompiledModel[]
  /** Without the reasoning models. */
  readonly plain: readonly CompiledModel[]
}

export type Chains = Readonly<Record<Complexity, Chain>>

/** The configuration as tables, made once. */
export interface Tables {
  readonly models: ReadonlyMap<string, CompiledModel>
  readonly chains: Readonly<Record<ModelRole, Chains>>
  readonly limits: readonly CompiledLimit[]
  readonly strategies: NonNullable<NonNullable<ModelsFile['routing']>['strategies']>
  readonly fallbacks: ReadonlyMap<string, readonly CompiledModel[]>
  readonly neverDowngrade: ReadonlySet<string>
  readonly strongest: { readonly categories: ReadonlySet<string>; readonly highRisk: number; readonly otherwise: number }
  readonly escalateAfter: number
}
