import type { ProviderRequest } from '@autopack/contracts'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'

/** The request on the wire: always streamed, so that a long answer outlives the time-outs between here and the model. */
export function chatRequest(request: ProviderRequest, baseUrl: string): ChatCompletionCreateParamsStreaming {
  return {
    model: request.model,
    messages: request.messages.map(({ role, text }) => ({ role, content: text })),
    response_format: { type: 'json_schema', json_schema: { name: request.schema.name, schema: { ...request.schema.schema }, strict: true } },
    ...outputLimit(request.maxOutputTokens, baseUrl),
    stream: true,
    stream_options: { include_usage: true },
  }
}

/** OpenAI's reasoning models refuse `max_tokens`; Ollama and others silently ignore `max_completion_tokens`, which would leave the answer without a limit. */
function outputLimit(tokens: number, baseUrl: string): { max_completion_tokens: number } | { max_tokens: number } {
  const host = new URL(baseUrl).hostname
  const openAi = host === 'api.openai.com' || host.endsWith('.api.openai.com') || host.endsWith('.openai.azure.com')
  return openAi ? { max_completion_tokens: tokens } : { max_tokens: tokens }
}
