import type { MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages'
import type { ProviderRequest } from '@autopack/contracts'

/** The request on the wire: always streamed, its answer constrained to the schema. */
export function messageRequest({ model, messages, schema, maxOutputTokens }: ProviderRequest): MessageCreateParamsStreaming {
  const system = messages.flatMap(({ role, text }) => (role === 'system' ? [{ type: 'text' as const, text }] : []))
  return {
    model,
    max_tokens: maxOutputTokens,
    ...(system.length === 0 ? {} : { system }),
    messages: messages.flatMap(({ role, text }): MessageParam[] => (role === 'system' ? [] : [{ role, content: text }])),
    output_config: { format: { type: 'json_schema', schema: { ...schema.schema } } },
    stream: true,
  }
}
