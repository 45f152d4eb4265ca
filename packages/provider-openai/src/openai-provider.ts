import type { Clock, ModelFailure, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'
import type { OpenAI } from 'openai'
import { boundedFetch, type Fetch } from './bounded-fetch.ts'
import { readStream } from './answer-stream.ts'
import { chatRequest } from './chat-request.ts'
import { classifyError } from './failure.ts'
import { redact } from './redaction.ts'

export interface OpenAiProviderOptions {
  /** The provider's name in models.yaml, used in messages. */
  readonly name: string
  /** Default: OpenAI's own, `https://api.openai.com/v1`. */
  readonly baseUrl?: string
  /** Null for a server that needs none (Ollama, vLLM on loopback). */
  readonly apiKey: string | null
  /** For one whole request, the answer's last byte included. */
  readonly timeoutMs: number
  /** Turns "in 20 seconds" into a time. */
  readonly clock: Pick<Clock, 'now'>
  /** Default: the platform's. */
  readonly fetch?: Fetch
}

const openAiUrl = 'https://api.openai.com/v1'

/** Any endpoint that speaks OpenAI's chat completions, through the official SDK with its retries off. */
export function createOpenAiProvider(options: OpenAiProviderOptions): ModelProvider {
  const baseUrl = options.baseUrl ?? openAiUrl
  let connected: Promise<OpenAI> | null = null
  return {
    contract: 1,
    name: options.name,
    async send(request, signal) {
      const deadline = AbortSignal.timeout(options.timeoutMs)
      try {
        const client = await (connected ??= connect(options, baseUrl))
        return await complete(client, baseUrl, request, AbortSignal.any([signal, deadline]))
      } catch (error) {
        const failure = classifyError(error, { aborted: signal.aborted, expired: deadline.aborted, timeoutMs: options.timeoutMs, now: options.clock.now() })
        return { ...failure, message: `${options.name}: ${redact(failure.message, options.apiKey)}` }
      }
    },
  }
}

/** Imported on the first call: the SDK takes longer to load than many commands run. */
async function connect(options: OpenAiProviderOptions, baseURL: string): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    baseURL,
    // the SDK refuses to start without a key, and a server without keys ignores it
    apiKey: options.apiKey ?? 'none',
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off',
    fetch: boundedFetch(options.fetch ?? fetch),
    // named, so that nothing is taken from the environment
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
  })
}

async function complete(client: OpenAI, baseUrl: string, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  const stream = await client.chat.completions.create(chatRequest(request, baseUrl), { signal })
  const answer = await readStream(stream, request.maxOutputTokens)
  // the SDK ends an aborted stream as if it were complete
  signal.throwIfAborted()
  return answer
}
