import type { CallObserver } from './observer.ts'
import type { CallScope, ModelOperation, ModelQuote } from './operation.ts'
import type { ModelOutcome } from './outcome.ts'
import type { ModelRole } from './purpose.ts'
import type { BudgetRefusal, ModelRefusal, QuotaRefusal } from './refusal.ts'
import type { ModelRequest } from './request.ts'

/** A call that is going to be made. */
export interface ForecastNeed {
  /** As far as it is known: its text may still grow. */
  readonly request: ModelRequest
  /** As in `ModelOperation`. */
  readonly override?: string
  /** As in `ModelOperation`. */
  readonly scopes: readonly CallScope[]
  /** Of calls like it: the most that one was held for, and that one used, in and out together. 0 where there was none. */
  readonly seen: { readonly held: number; readonly used: number }
  /** It judges what the needs before it wrote: their families are avoided too. Default: false. */
  readonly judges?: boolean
}

/** Routes and performs model calls, each send held and settled in a ledger. Contract 2. */
export interface ModelClient {
  readonly contract: 2
  /** Pure and instant: the model that would be asked with nothing used and nothing broken, and the most one send can cost. `override` as in `ModelOperation`. Never throws. */
  preview(request: ModelRequest, override?: string): ModelQuote | ModelRefusal
  /**
   * Sends until there is an answer, within one budget of sends for retries and fallback together, all of them within limits and scopes. Never throws for
   * what a provider does; throws what its ledger and the observer throw, and `AUTOPACK_LEDGER_MISUSE` where another call of the same id sends at that moment. On abort returns `aborted` with what was used.
   */
  call(operation: ModelOperation, observer: CallObserver, signal: AbortSignal): Promise<ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal>
  /**
   * Ends a send whose process died: settles the outcome that was kept of it, or, with null, gives back what was never sent and charges the bound of what was.
   * Idempotent. `unsent`: nothing is owed.
   */
  recover(operation: string, outcome: ModelOutcome | null): Promise<'unsent' | 'charged'>
  /**
   * Null when these calls, one after the other, would be let through now, each held at its bound after what those before it will likely have used.
   * `quota`: when to come back; anything else: no time would change it. Reserves nothing.
   */
  forecast(needs: readonly ForecastNeed[]): Promise<ModelRefusal | QuotaRefusal | BudgetRefusal | null>
  /** Whether any model of the role could be called now, its credential included, so that `unaudited` is known before the run. */
  serves(role: ModelRole): boolean
}

/** A model client whose calls are already bounded, journalled and charged; builders and auditors get only this. */
export interface MeteredModel {
  /** Retried already: a builder does not ask again for what failed. */
  call(request: ModelRequest): Promise<ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal>
}
