import type { Clock, ModelFailure, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'
import { boundedFetch, performCall, readRateLimits, withoutAmbientHeaders, withWindows, type Fetch } from '@autopack/provider-wire'
import type { OpenAI } from 'openai'
import { readStream } from './answer-stream.ts'
import { chatRequest } from './chat-request.ts'
import { dialectOf, rulesOf, type DialectRules, type OpenAiDialect } from './dialect.ts'
import { classifyError } from './failure.ts'

export interface OpenAiProviderOptions {
  /** The provider's name in models.yaml, used in messages. */
  readonly name: string
  /** Default: OpenAI's own, `https://api.openai.com/v1`. */
  readonly baseUrl?: string
  /** Default: by the base URL's host. Named for a known service behind an address of your own. */
  readonly dialect?: OpenAiDialect
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
  const rules = rulesOf(options.dialect ?? dialectOf(baseUrl))
  const circumstances = { ...options, secrets: options.apiKey === null ? [] : [options.apiKey] }
  let connected: Promise<OpenAI> | null = null
  const client = (): Promise<OpenAI> => (connected ??= connect(options, baseUrl))
  return {
    contract: 1,
    name: options.name,
    send: (request, signal) =>
      performCall({ ...circumstances, classify: (error, now) => classifyError(error, rules, request.model, now) }, signal, async (bounded) => complete(await client(), rules, request, bounded, options.clock)),
    // what fails here fails again where somebody waits for it
    load: () => void client().catch(() => undefined),
  }
}

/** Imported on the first call: the SDK takes longer to load than many commands run. */
async function connect(options: OpenAiProviderOptions, baseURL: string): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  const client = new OpenAI({
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
  return withoutAmbientHeaders(client)
}

async function complete(client: OpenAI, rules: DialectRules, request: ProviderRequest, signal: AbortSignal, clock: Pick<Clock, 'now'>): Promise<ProviderAnswer | ModelFailure> {
  const { data, response } = await client.chat.completions.create(chatRequest(request, rules), { signal }).withResponse()
  const windows = readRateLimits(response.headers, clock.now())
  return withWindows(await readStream(data, request.maxOutputTokens), windows)
}
