import { AutopackError, type ModelProvider } from '@autopack/contracts'
import { adjustQuota, compile, explain, factsOf, readQuotas, simulate, type ExplainedCandidate, type QuotaAdjustment, type QuotaState, type Replay, type Tables } from '@autopack/model-router'
import { formatProblem, readModelsFile, readPricingFile } from '@autopack/strategy-engine'
import type { SourceText } from '../autopack.ts'
import type { AutopackParts } from '../parts.ts'

export interface RoutingFiles {
  readonly models: SourceText
  readonly pricing: SourceText
}

/** What the ledger knows of routes and quotas, for people. Members throw what the ledger throws. */
export interface Routing {
  quotas(): Promise<readonly QuotaState[]>
  /** False where there is no such limit. */
  adjust(adjustment: QuotaAdjustment): Promise<boolean>
  /** Why a call of this repository went where it did; empty where nothing was recorded. */
  explain(operation: string): Promise<readonly ExplainedCandidate[]>
  /** The recorded decisions of a run, made again under other files. */
  simulate(run: string, files: RoutingFiles): Promise<readonly Replay[]>
}

/** Throws `AUTOPACK_CONFIGURATION_INVALID`. */
export function openRouting({ ledger, namespace, clock }: AutopackParts, files: RoutingFiles): Routing {
  if (ledger === undefined) throw new TypeError('these parts have no ledger')
  const tables = tablesOf(files)
  const named = (name: string): string => (namespace === undefined ? name : `${namespace}/${name}`)
  return {
    quotas: async () => readQuotas(tables, ledger, clock.now()),
    adjust: async (adjustment) => adjustQuota(tables, ledger, clock.now(), adjustment),
    async explain(operation) {
      const [recorded] = await ledger.decisions({ operation: named(operation) })
      const facts = recorded === undefined ? null : factsOf(recorded)
      return facts === null ? [] : explain(facts.decision, facts.request.purpose)
    },
    simulate: async (run, other) => simulate(tablesOf(other), await ledger.decisions({ run: named(run) })),
  }
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
