import { AutopackError, type ModelFailure, type ModelProvider, type ProviderAnswer, type ProviderRequest } from '@autopack/contracts'
import { performCall } from '@autopack/provider-wire'
import type { GenerateContentRequest, RequestOptions } from '@google/generative-ai'
import { readStream } from '../answer-stream.ts'
import { brokenStream } from '../broken-stream.ts'
import { contentsOf } from '../contents.ts'
import { classifyReported } from '../failure.ts'
import { googleUrl, googleVersion, type GoogleProviderOptions } from '../google-provider-options.ts'
import { readFetchError } from '../reported-error.ts'
import { responseSchema } from './response-schema.ts'

/** The older SDK cannot be given a fetch: it uses the platform's. */
export type GenerativeAiProviderOptions = Omit<GoogleProviderOptions, 'fetch'>

/** Gemini, through @google/generative-ai, for programs that have not left it yet. Its errors carry no headers, and its bodies are bounded only where they are answers. */
export function createGenerativeAiProvider(options: GenerativeAiProviderOptions): ModelProvider {
  return {
    contract: 1,
    name: options.name,
    async send(request, signal) {
      const sdk = await loadSdk()
      return performCall({ ...options, secrets: [options.apiKey], classify }, signal, (bounded) => generate(sdk, options, request, bounded))
    },
  }
}

async function generate({ GoogleGenerativeAI }: Sdk, { apiKey, baseUrl = googleUrl }: GenerativeAiProviderOptions, request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  const connection: RequestOptions = { baseUrl, apiVersion: googleVersion }
  const model = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model: request.model }, connection)
  const { stream, response } = await model.generateContentStream(generateRequest(request), { signal })
  // the SDK reads the stream twice; what breaks one breaks the other
  response.catch(() => undefined)
  return readStream(stream, request)
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

function classify(error: unknown, now: number): ModelFailure | null {
  const reported = readFetchError(error)
  return reported === null ? brokenStream(error) : classifyReported(reported, undefined, now)
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
