import type { Anthropic } from '@anthropic-ai/sdk'
import type { Clock, ModelProvider } from '@autopack/contracts'
import { boundedFetch, performCall, withoutAmbientHeaders, withWindows, type Fetch } from '@autopack/provider-wire'
import { readStream } from './answer-stream.ts'
import { classifyError } from './failure.ts'
import { messageRequest } from './message-request.ts'
import { readWindows } from './windows.ts'

export interface AnthropicProviderOptions {
  /** The provider's name in models.yaml, used in messages. */
  readonly name: string
  /** Default: Anthropic's own, `https://api.anthropic.com`. */
  readonly baseUrl?: string
  readonly apiKey: string
  /** For one whole request, the answer's last byte included. */
  readonly timeoutMs: number
  /** Turns "in 20 seconds" into a time. */
  readonly clock: Pick<Clock, 'now'>
  /** Default: the platform's. */
  readonly fetch?: Fetch
}

/** Anthropic's messages, through the official SDK with its retries off. */
export function createAnthropicProvider(options: AnthropicProviderOptions): ModelProvider {
  const circumstances = { ...options, secrets: [options.apiKey] }
  let connected: Promise<Anthropic> | null = null
  const client = (): Promise<Anthropic> => (connected ??= connect(options))
  return {
    contract: 1,
    name: options.name,
    send: (request, signal) =>
      performCall({ ...circumstances, classify: (error, now) => classifyError(error, request.model, now) }, signal, async (bounded) => {
        const { data, response } = await (await client()).messages.create(messageRequest(request), { signal: bounded }).withResponse()
        return withWindows(await readStream(data, request), readWindows(response.headers, request.model))
      }),
    // what fails here fails again where somebody waits for it
    load: () => void client().catch(() => undefined),
  }
}

/** Imported on the first call: the SDK takes longer to load than many commands run. */
async function connect(options: AnthropicProviderOptions): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  const client = new Anthropic({
    baseURL: options.baseUrl ?? 'https://api.anthropic.com',
    apiKey: options.apiKey,
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off',
    fetch: boundedFetch(options.fetch ?? fetch),
    // named, so that nothing is taken from the environment
    authToken: null,
    webhookKey: null,
  })
  return withoutAmbientHeaders(client)
}
