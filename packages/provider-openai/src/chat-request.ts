import type { ModelMessage, ProviderRequest } from '@autopack/contracts'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { DialectRules } from './dialect.ts'

/** OpenRouter's own part of a request. */
interface Routing {
  readonly provider?: { readonly require_parameters: true; readonly allow_fallbacks?: false }
}

/** The request on the wire: always streamed, so that a long answer outlives the time-outs between here and the model. */
export function chatRequest(request: ProviderRequest, rules: DialectRules): ChatCompletionCreateParamsStreaming & Routing {
  return {
    model: request.model,
    messages: messagesOf(request, rules).map(({ role, text }) => ({ role, content: text })),
    response_format: rules.structured === 'json_object' ? { type: 'json_object' } : { type: 'json_schema', json_schema: { name: request.schema.name, schema: { ...request.schema.schema }, strict: true } },
    ...outputLimit(request.maxOutputTokens, rules),
    ...(rules.routes ? routing(request) : {}),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function outputLimit(tokens: number, rules: DialectRules): { max_completion_tokens: number } | { max_tokens: number } {
  return rules.outputLimit === 'max_tokens' ? { max_tokens: tokens } : { max_completion_tokens: tokens }
}

function messagesOf({ messages, schema }: ProviderRequest, rules: DialectRules): readonly ModelMessage[] {
  if (rules.structured === 'json_schema') return messages
  return [{ role: 'system', text: `Answer with one JSON object that follows the JSON Schema "${schema.name}":\n${JSON.stringify(schema.schema)}` }, ...messages]
}

/** Hosts that would drop the schema are never asked; a host of its own choice, perhaps with a coarser copy of the model, only where that may be. */
function routing({ neverDowngrade = false }: ProviderRequest): Routing {
  return { provider: { require_parameters: true, ...(neverDowngrade ? { allow_fallbacks: false } : {}) } }
}
