import type { TokenUsage } from '../money.ts'
import type { ModelFailure } from './failure.ts'
import type { ReportedWindow } from './reported-window.ts'
import type { ModelMessage, ModelRequest } from './request.ts'

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
  /** The model name that the answer says; empty where it says none, never the one that was asked. */
  readonly served: string
  /** The provider's own name of the answer, which it gives to no other: what bears it again is charged once. Left out where it gave none, or one too short to be unique. */
  readonly responseId?: string
  /** What it says of its own windows; settled use of this call included. */
  readonly windows?: readonly ReportedWindow[]
}
