import type { Clock, Ledger, ModelClient, ModelQuote, ModelRefusal, ModelRequest } from '@autopack/contracts'
import { call, routeRequest, unknownModel } from './calls/call.ts'
import { recover } from './calls/recover.ts'
import type { Router } from './calls/router.ts'
import { createSweeping } from './calls/sweeping.ts'
import { refusalOf } from './calls/refusal.ts'
import { compile, refuse, type Configuration } from './configuration/compile.ts'
import type { Tables } from './configuration/tables.ts'
import { decide } from './decide/decide.ts'
import { forecast } from './decide/forecast.ts'
import { becauseOf } from './decide/explain.ts'
import { createLook, untouched } from './decide/situation.ts'
import { createMemoryLedger } from './ledger/memory-ledger.ts'

export interface ModelClientOptions extends Configuration {
  readonly clock: Clock
  /** Default: one in memory, which forgets with its process. */
  readonly ledger?: Ledger
  /** Goes before the names of operations, runs and scopes where several callers share a ledger. Default: nothing. */
  readonly namespace?: string
}

/** Routes calls by models.yaml, holds and settles them in a ledger by pricing.yaml, and sends them through the providers. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const { clock, ledger = createMemoryLedger({ clock }), namespace = '' } = options
  const tables = compile(options)
  const router: Router = { tables, ledger, clock, look: createLook(ledger, tables), namespace }
  const sweep = createSweeping(ledger, clock)

  return {
    contract: 2,
    preview: (request, override) => preview(tables, clock.now(), request, override),
    async call(operation, observer, signal) {
      await sweep()
      return call(router, { operation, observer, signal })
    },
    recover: async (operation, outcome) => recover(router, operation, outcome),
    async forecast(needs) {
      await sweep()
      return forecast(tables, (await router.look(clock.now())).situation, needs)
    },
    serves: (role) => Object.values(tables.chains[role]).some(({ all }) => all.some(({ missing }) => missing === null)),
  }
}

function preview(tables: Tables, now: number, request: ModelRequest, override: string | undefined): ModelQuote | ModelRefusal {
  const { purpose } = request
  if (override !== undefined && !tables.models.has(override)) return unknownModel(override)
  const decision = decide(tables, { ...untouched, now }, routeRequest({ request, ...(override === undefined ? {} : { override }) }))
  if (decision.kind === 'refused') {
    const refusal = refusalOf(decision, purpose)
    return refusal.kind === 'refusal' ? refusal : refuse('no-model', refusal.kind === 'failure' || refusal.kind === 'quota' ? refusal.message : 'no model may serve')
  }
  const model = tables.models.get(decision.model)
  const { key, family, provider } = model ?? { key: decision.model, family: '', provider: '' }
  return { kind: 'quote', model: key, family, provider, bound: decision.bound, because: becauseOf(decision, purpose) }
}
