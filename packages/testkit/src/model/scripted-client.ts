import type { BudgetRefusal, CallScope, ForecastNeed, ModelAnswer, ModelClient, ModelFailure, ModelFailureClass, ModelOutcome, ModelQuote, ModelRefusal, ModelRequest, ModelRole, QuotaRefusal } from '@autopack/contracts'

/** What a script says to one call. An object without a `kind` is answered as JSON. */
export type ScriptedOutcome = string | ModelAnswer | ModelFailure | { readonly kind?: never; readonly [key: string]: unknown }

export interface ScriptedClientOptions {
  /** Called once per call, in order; `call` counts from 1. */
  readonly respond: (request: ModelRequest, call: number, signal: AbortSignal) => ScriptedOutcome | Promise<ScriptedOutcome>
  /** Roles a model is configured for. Default: builder and auditor. */
  readonly roles?: readonly ModelRole[]
  /** Default: `scripted-<role>`, so that author and auditor differ. */
  readonly family?: (request: ModelRequest) => string
  /** Nano-dollars a token. Default 1000 (one dollar a million tokens). */
  readonly nanoUsdPerToken?: number
  /** Replaces the quote: a refusal, or a bound of the test's own. */
  readonly quote?: (request: ModelRequest) => ModelQuote | ModelRefusal
  /** Calls that have to wait, and do not count. Default: none. */
  readonly quota?: (request: ModelRequest) => QuotaRefusal | null
  /** What is said of calls to come. Default: that they will be let through. */
  readonly forecast?: (need: ForecastNeed) => ModelRefusal | QuotaRefusal | BudgetRefusal | null
}

export interface ScriptedClient extends ModelClient {
  /** Requests in the order they were sent. */
  readonly requests: readonly ModelRequest[]
}

/** A model client without a wire: a function answers. Charges what it reports, never above its quote. */
export function createScriptedClient(options: ScriptedClientOptions): ScriptedClient {
  const requests: ModelRequest[] = []
  const roles = options.roles ?? ['builder', 'auditor']
  const price = options.nanoUsdPerToken ?? 1000

  const quoteOf = (request: ModelRequest): ModelQuote | ModelRefusal => {
    if (options.quote !== undefined) return options.quote(request)
    const { role } = request.purpose
    if (!roles.includes(role)) return { kind: 'refusal', reason: 'no-model', message: `no model is scripted for the role ${role}` }
    const tokens = inputBytes(request) + request.maxOutputTokens
    const family = options.family?.(request) ?? `scripted-${role}`
    return { kind: 'quote', model: `scripted-${role}`, family, provider: 'scripted', bound: { tokens, nanoUsd: tokens * price }, because: 'scripted' }
  }

  return {
    contract: 2,
    requests,
    preview: quoteOf,
    serves: (role) => roles.includes(role),
    forecast: async (needs) => needs.map((need) => options.forecast?.(need) ?? null).find((wait) => wait !== null) ?? null,
    recover: async () => 'charged',
    async call({ id, request, scopes }, observer, signal) {
      const quote = quoteOf(request)
      if (quote.kind === 'refusal') return quote
      const over = firstPassed(scopes, quote.bound)
      if (over !== null) return over
      const waits = options.quota?.(request) ?? null
      if (waits !== null) return waits
      const send = { ...quote, operation: `${id}/1` }
      await observer.intent(send)
      requests.push(request)
      const said = signal.aborted ? scriptedFailure('aborted') : await options.respond(request, requests.length, signal)
      const outcome = asOutcome(said, request)
      const usage = outcome.usage
      const tokens = usage === null ? 0 : usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning
      const settled: ModelOutcome = { ...outcome, model: quote.model, family: quote.family, nanoUsd: tokens * price }
      await observer.outcome(send, settled)
      return settled
    },
  }
}

/** The first scope that the call's bound would pass, by what the caller knows of it. */
function firstPassed(scopes: readonly CallScope[], bound: ModelQuote['bound']): BudgetRefusal | null {
  for (const { name, unit, floor, hard } of scopes) {
    const more = unit === 'tokens' ? bound.tokens : bound.nanoUsd
    if (floor + more > hard) return { kind: 'over-budget', cap: name, used: floor, limit: hard, message: `${name}: ${floor} used, this call may take ${more} more, the limit is ${hard}` }
  }
  return null
}

/** An answer with a usage of one token per four bytes unless given. */
export function scriptedAnswer(text: string, request: ModelRequest, changes: Partial<ModelAnswer> = {}): ModelAnswer {
  const usage = { input: Math.ceil(inputBytes(request) / 4), cacheRead: 0, cacheWrite: 0, output: Math.ceil(Buffer.byteLength(text) / 4), reasoning: 0 }
  return { kind: 'answer', text, finish: 'stop', usage, usageCertainty: 'reported', served: 'scripted', ...changes }
}

/** A failure as a provider would report it; by default it did not run and named no reset. */
export function scriptedFailure(failure: ModelFailureClass, changes: Partial<ModelFailure> = {}): ModelFailure {
  return { kind: 'failure', failure, message: `scripted ${failure}`, ran: false, resetAt: null, usage: null, ...changes }
}

function asOutcome(said: ScriptedOutcome, request: ModelRequest): ModelAnswer | ModelFailure {
  if (typeof said === 'string') return scriptedAnswer(said, request)
  if (said.kind === undefined) return scriptedAnswer(JSON.stringify(said), request)
  return said
}

function inputBytes(request: ModelRequest): number {
  return request.messages.reduce((sum, message) => sum + Buffer.byteLength(message.text), 0)
}
