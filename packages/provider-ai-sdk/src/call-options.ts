import type { LanguageModelV2CallOptions, LanguageModelV3CallOptions, LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { ModelMessage, ProviderRequest } from '@autopack/contracts'

type Content = { type: 'text'; text: string }[]
type Message = { role: 'system'; content: string } | { role: 'user'; content: Content } | { role: 'assistant'; content: Content }

/** What all specifications take alike. */
export function callOptions(request: ProviderRequest, abortSignal: AbortSignal): LanguageModelV2CallOptions & LanguageModelV3CallOptions & LanguageModelV4CallOptions {
  return {
    prompt: request.messages.map(messageOf),
    maxOutputTokens: request.maxOutputTokens,
    responseFormat: { type: 'json', name: request.schema.name, schema: { ...request.schema.schema } },
    abortSignal,
  }
}

function messageOf({ role, text }: ModelMessage): Message {
  if (role === 'system') return { role, content: text }
  const content: Content = [{ type: 'text', text }]
  return role === 'user' ? { role, content } : { role, content }
}
