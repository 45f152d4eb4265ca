import { AutopackError, type Cooldown, type LedgerRepair, type ModelProvider, type OperationRecord, type RecordedDecision, type SettleFacts } from '@autopack/contracts'
import { adjustQuota, clearAccounts, clearWaits, compile, explain, factsOf, readQuotas, simulate, type DecisionFacts, type ExplainedCandidate, type QuotaAdjustment, type QuotaState, type Replay, type Tables } from '@autopack/model-router'
import { formatProblem, readModelsFile, readPricingFile } from '@autopack/strategy-engine'
import type { SourceText } from '../autopack.ts'
import type { AutopackParts } from '../parts.ts'

export interface RoutingFiles {
  readonly models: SourceText
  readonly pricing: SourceText
}

/** What was decided about one send: the model it went to, or why it went to none. */
export interface ExplainedDecision {
  /** As the journal names it. */
  readonly operation: string
  readonly phase: string | null
  /** Wall clock, milliseconds. */
  readonly at: number
  /** False where another version recorded it: nothing is known then of why. */
  readonly readable: boolean
  /** Null where no model was taken. */
  readonly taken: string | null
  readonly candidates: readonly ExplainedCandidate[]
  /** Null where nothing was sent, or nothing has come of it yet. */
  readonly charge: ExplainedCharge | null
}

export interface ExplainedCharge {
  readonly nanoUsd: number
  /** How far it is known what was used. */
  readonly certainty: SettleFacts['certainty']
  /** The name or the day of the price; null for one without either. */
  readonly priceVersion: string | null
}

/** What the ledger knows of routes and quotas, for people. Members throw what the ledger throws. */
export interface Routing {
  quotas(): Promise<readonly QuotaState[]>
  /** False where there is no such limit. */
  adjust(adjustment: QuotaAdjustment): Promise<boolean>
  /** Ends the waits of a provider and of its models before their time, and returns them; null where there is no such provider. */
  clear(provider: string): Promise<readonly Cooldown[] | null>
  /** Has every account asked again that had no credit. */
  clearAccounts(): Promise<void>
  /** Why the calls of a run of this repository went where they did, oldest first, refused ones included; empty where nothing was recorded. */
  explain(run: string): Promise<readonly ExplainedDecision[]>
  /** Computes the counters of all of this user's repositories anew, and says which were wrong. */
  rebuild(): Promise<LedgerRepair>
  /** The recorded decisions of a run, made again under other files. */
  simulate(run: string, files: RoutingFiles): Promise<readonly Replay[]>
}

/** Throws `AUTOPACK_CONFIGURATION_INVALID`. */
export function openRouting({ ledger, namespace, clock }: AutopackParts, files: RoutingFiles): Routing {
  if (ledger === undefined) throw new TypeError('these parts have no ledger')
  const tables = tablesOf(files)
  const named = (name: string): string => (namespace === undefined ? name : `${namespace}/${name}`)
  return {
    quotas: async () => (tables.limits.length === 0 ? [] : readQuotas(tables, ledger, clock.now())),
    adjust: async (adjustment) => adjustQuota(tables, ledger, clock.now(), adjustment),
    clear: async (provider) => clearWaits(tables, ledger, clock.now(), provider),
    clearAccounts: async () => clearAccounts(tables, ledger, clock.now()),
    async explain(run) {
      const recorded = await ledger.decisions({ run: named(run) })
      const sends = new Map((await ledger.operations({ run: named(run) })).map((operation) => [operation.operation, operation]))
      return recorded.map((record) => explained(record.operation.slice(named('').length), record, factsOf(record), sends.get(record.operation)))
    },
    rebuild: async () => ledger.rebuild(),
    simulate: async (run, other) => simulate(tablesOf(other), await ledger.decisions({ run: named(run) })),
  }
}

function explained(operation: string, { phase, at }: Pick<RecordedDecision, 'phase' | 'at'>, facts: DecisionFacts | null, send: OperationRecord | undefined): ExplainedDecision {
  const { settled = null } = send ?? {}
  const charge = settled === null ? null : { nanoUsd: settled.nanoUsd, certainty: settled.certainty, priceVersion: settled.priceVersion }
  const about = { charge, operation, phase, at }
  if (facts === null) return { ...about, readable: false, taken: null, candidates: [] }
  const { decision, request } = facts
  return { ...about, readable: true, taken: decision.kind === 'taken' ? decision.model : null, candidates: explain(decision, request.purpose) }
}

/** Whoever is not connected could be: credentials take no part. */
function tablesOf({ models, pricing }: RoutingFiles): Tables {
  const [read, prices] = [readModelsFile(models), readPricingFile(pricing)]
  if (read.kind === 'invalid' || prices.kind === 'invalid') {
    const problems = [read, prices].flatMap((file) => (file.kind === 'invalid' ? file.problems : []))
    throw new AutopackError({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: problems.map(formatProblem).join('\n') })
  }
  const absent: ModelProvider = { contract: 1, name: 'none', send: async () => ({ kind: 'failure', failure: 'auth', message: 'not connected', ran: false, resetAt: null, usage: null }) }
  return compile({ models: read.value, pricing: prices.value, providers: Object.fromEntries(Object.keys(read.value.providers).map((name) => [name, absent])) })
}
