import { AutopackError, type Clock, type ModelClient } from '@autopack/contracts'
import { quote } from './calls/quote.ts'
import { send } from './calls/send.ts'
import { settle } from './calls/settle.ts'
import { resolve, type Configuration } from './routing/resolve.ts'

export interface ModelClientOptions extends Configuration {
  readonly clock: Clock
}

/** Routes calls by models.yaml, bounds and settles them by pricing.yaml, and sends them through the providers. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  return {
    contract: 1,
    quote: (request) => quote(options, request),
    serves: (role) => Object.values(options.models.roles[role] ?? {}).some((chain) => chain.some((key) => resolve(options, key).kind === 'resolved')),
    async call(request, quoted, signal) {
      const model = resolve(options, quoted.model)
      if (model.kind === 'refusal') throw staleQuote(quoted.model, model.message)
      const maxOutputTokens = Math.min(request.maxOutputTokens, model.maxOutputTokens)
      const wire = { model: model.name, messages: request.messages, schema: request.schema, maxOutputTokens }
      return settle({ ...request, maxOutputTokens }, quoted, model, await send(model.provider, wire, options.clock, signal))
    },
  }
}

function staleQuote(model: string, reason: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_QUOTE_STALE', message: `the quote for ${model} is not of this configuration (${reason}); ask for a new one`, details: { model } })
}
