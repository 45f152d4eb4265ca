import { AutopackError, type ModelFailure, type ModelProvider, type ProviderAnswer, type ProviderRequest } from '@autopack/contracts'
import { boundedFetch, performCall, type Fetch } from '@autopack/provider-wire'
import type { GenerateContentRequest, RequestOptions } from '@google/generative-ai'
import { readStream } from '../answer-stream.ts'
import { brokenStream } from '../broken-stream.ts'
import { contentsOf } from '../contents.ts'
import { classifyReported } from '../failure.ts'
import { googleUrl, googleVersion, type GoogleProviderOptions } from '../google-provider-options.ts'
import { readFetchError } from '../reported-error.ts'
import { watchedFetch } from '../watched-fetch.ts'
import { responseSchema } from './response-schema.ts'

export type GenerativeAiProviderOptions = GoogleProviderOptions

/** Gemini, through @google/generative-ai, for programs that have not left it yet. */
export function createGenerativeAiProvider(options: GenerativeAiProviderOptions): ModelProvider {
  return {
    contract: 1,
    name: options.name,
    async send(request, signal) {
      const sdk = await loadSdk()
      const watched = watchedFetch(boundedFetch(options.fetch ?? fetch))
      const classify = (error: unknown, now: number): ModelFailure | null => classifyError(error, watched.failed(), request.model, now)
      return performCall({ ...options, secrets: [options.apiKey], classify }, signal, (bounded) => generate(sdk, { ...options, fetch: watched.fetch }, request, bounded))
    },
  }
}

async function generate({ GoogleGenerativeAI }: Sdk, { apiKey, baseUrl = googleUrl, fetch }: Required<Pick<GenerativeAiProviderOptions, 'fetch'>> & GenerativeAiProviderOptions, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  const connection: RequestOptions = { baseUrl, apiVersion: googleVersion }
  const model = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model: request.model }, connection)
  const { stream, response } = await lent(fetch, () => model.generateContentStream(generateRequest(request), { signal }))
  // the SDK reads the stream twice; what breaks one breaks the other
  response.catch(() => undefined)
  return readStream(stream, request, signal)
}

/**
 * The SDK cannot be given a fetch: it takes the platform's at the moment it is called, before it first waits. For that moment it finds ours there, and nobody
 * else does, for nothing else runs meanwhile.
 */
function lent<Result>(own: Fetch, begin: () => Promise<Result>): Promise<Result> {
  const platform = globalThis.fetch
  try {
    globalThis.fetch = own
    return begin()
  } finally {
    globalThis.fetch = platform
  }
}

/** The request on the wire: always streamed; the schema as one where the SDK has words for it, in words where not. */
function generateRequest(request: ProviderRequest): GenerateContentRequest {
  const schema = responseSchema(request.schema.schema)
  const told = { role: 'system', text: `Answer with one JSON object that follows the JSON Schema "${request.schema.name}":\n${JSON.stringify(request.schema.schema)}` } as const
  const { contents, system } = contentsOf(schema === null ? [told, ...request.messages] : request.messages)
  return {
    contents,
    ...(system === null ? {} : { systemInstruction: system }),
    generationConfig: { maxOutputTokens: request.maxOutputTokens, responseMimeType: 'application/json', ...(schema === null ? {} : { responseSchema: schema }) },
  }
}

function classifyError(error: unknown, response: Response | null, model: string, now: number): ModelFailure | null {
  const reported = readFetchError(error)
  return reported === null ? brokenStream(error) : classifyReported(reported, response?.headers, model, now)
}

type Sdk = typeof import('@google/generative-ai')

/** An optional peer: it is there where somebody wanted it. */
async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@google/generative-ai')
  } catch (cause) {
    throw new AutopackError({ code: 'AUTOPACK_PROVIDER_NOT_INSTALLED', message: 'Install the SDK that this provider speaks through: npm install @google/generative-ai', cause })
  }
}
