import type { ModelFailure, ModelProvider, ProviderRequest } from '@autopack/contracts'
import { boundedFetch, performCall, readRetryAfter, reportedFailure, statusClass } from '@autopack/provider-wire'
import type { GenerateContentParameters } from '@google/genai'
import { readStream } from './answer-stream.ts'
import { brokenStream } from './broken-stream.ts'
import { contentsOf } from './contents.ts'
import { classifyReported } from './failure.ts'
import { googleUrl, googleVersion, type GoogleProviderOptions } from './google-provider-options.ts'
import { readApiError } from './reported-error.ts'
import { watchedFetch } from './watched-fetch.ts'

/** Gemini, through Google's official SDK with its retries off. */
export function createGoogleProvider(options: GoogleProviderOptions): ModelProvider {
  return {
    contract: 1,
    name: options.name,
    send(request, signal) {
      const seen = watchedFetch(boundedFetch(options.fetch ?? fetch))
      const classify = (error: unknown, now: number): ModelFailure | null => classifyError(error, seen.failed(), request.model, now)
      return performCall({ ...options, secrets: [options.apiKey], classify }, signal, async (bounded) => {
        const { GoogleGenAI } = await import('@google/genai')
        // named, so that nothing is taken from the environment
        const client = new GoogleGenAI({ apiKey: options.apiKey, vertexai: false, apiVersion: googleVersion, httpOptions: { baseUrl: options.baseUrl ?? googleUrl, apiVersion: googleVersion, fetch: seen.fetch } })
        return readStream(await client.models.generateContentStream(generateRequest(request, bounded)), request, bounded)
      })
    },
    // what fails here fails again where somebody waits for it
    load: () => void import('@google/genai').catch(() => undefined),
  }
}

function classifyError(error: unknown, response: Response | null, model: string, now: number): ModelFailure | null {
  const reported = readApiError(error)
  if (reported !== null) return classifyReported(reported, response?.headers, model, now)
  if (response === null) return brokenStream(error)
  // an error whose body could not be read is still one
  const { status, headers } = response
  return reportedFailure(statusClass(status), { status, message: `status ${status}`, resetAt: readRetryAfter(headers, now) })
}

/** The request on the wire: always streamed, its answer constrained to the schema. */
function generateRequest(request: ProviderRequest, abortSignal: AbortSignal): GenerateContentParameters {
  const { contents, system } = contentsOf(request.messages)
  return {
    model: request.model,
    contents,
    config: {
      ...(system === null ? {} : { systemInstruction: system }),
      maxOutputTokens: request.maxOutputTokens,
      responseMimeType: 'application/json',
      responseJsonSchema: request.schema.schema,
      abortSignal,
    },
  }
}
