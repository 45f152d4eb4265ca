import type { ScriptedModelRequest } from '../scripted-model-request.ts'
import { field, numberOrNull, piecesOf, textIn, type Wire, type WireAnswer, type WireRequest, type WireTrouble, type WireUsage } from './wire.ts'

const words: Readonly<Record<WireTrouble, readonly [status: number | null, name: string, message: string]>> = {
  rate: [429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.'],
  quota: [429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.'],
  'model-rate': [429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.'],
  overloaded: [null, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  server: [500, 'INTERNAL', 'An internal error has occurred.'],
  auth: [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'],
  billing: [403, 'PERMISSION_DENIED', 'This API method requires billing to be enabled.'],
  credit: [429, 'RESOURCE_EXHAUSTED', 'Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.'],
  model: [404, 'NOT_FOUND', 'models/scripted is not found for API version v1beta, or is not supported for generateContent.'],
  context: [400, 'INVALID_ARGUMENT', 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'],
  invalid: [400, 'INVALID_ARGUMENT', "Invalid value at 'generation_config.response_schema'"],
  unknown: [null, 'TEAPOT', 'Nothing that you know'],
}

/** Google's generateContent. */
export const googleWire: Wire = {
  base: '',
  endpoint: /^\/v1(alpha|beta)?\/models\/[^:]+:(streamGenerateContent\?alt=sse|generateContent)$/,
  read,
  events,
  document: (request, answer) => ({ ...chunk(request, answer, answer.text, finishOf(answer)), ...usageOf(answer.usage) }),
  error({ trouble, status, message, resetAfterMs }) {
    const [own, name, text] = words[trouble]
    const code = own ?? status
    return { status: code, headers: {}, body: { error: { code, message: message ?? text, status: name, details: details(trouble, resetAfterMs) } } }
  },
}

const quotaIds: Partial<Record<WireTrouble, string>> = { rate: 'GenerateRequestsPerMinutePerProjectPerModel', 'model-rate': 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quota: 'GenerateRequestsPerDayPerProject' }

function details(trouble: WireTrouble, resetAfterMs: number | undefined): object[] {
  const quotaId = quotaIds[trouble]
  return [
    ...(trouble === 'auth' ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }] : []),
    ...(quotaId === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId, quotaValue: '10' }] }]),
    ...(resetAfterMs === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${resetAfterMs / 1000}s` }]),
  ]
}

function read(body: unknown, url: string): WireRequest {
  const [, model, stream] = /\/models\/([^:]+):(stream)?/.exec(url) ?? []
  const contents = field(body, 'contents')
  if (model === undefined || !Array.isArray(contents)) throw new TypeError('generateContent needs a model in its path and `contents`')
  const system = field(body, 'systemInstruction', 'parts')
  const configuration = field(body, 'generationConfig')
  return {
    model: decodeURIComponent(model),
    prompt: [...(system === undefined ? [] : [system]), ...contents.map((content) => field(content, 'parts'))].map(textIn).join('\n'),
    schemaName: null,
    schema: field(configuration, 'responseJsonSchema') ?? field(configuration, 'responseSchema') ?? null,
    maxTokens: numberOrNull(field(configuration, 'maxOutputTokens')),
    stream: stream !== undefined,
    includeUsage: true,
  }
}

function events(request: ScriptedModelRequest, answer: WireAnswer): string[] {
  const usage = usageOf(answer.usage)
  if (answer.refusal !== null) return [event({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, ...versionOf(answer), ...usage })]
  return [
    ...(answer.unknownEvent ? [event({ teapot: true, ...versionOf(answer) })] : []),
    // the counts travel with every piece, and the last ones hold
    ...piecesOf(answer.text).map((text) => event({ ...chunk(request, answer, text), ...usage })),
    event({ ...chunk(request, answer, '', finishOf(answer)), ...usage }),
  ]
}

function finishOf({ finish }: WireAnswer): string {
  return { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY', unknown: 'GREW_TIRED' }[finish]
}

function chunk(request: ScriptedModelRequest, answer: WireAnswer, text: string, finishReason?: string): object {
  return { candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...(finishReason === undefined ? {} : { finishReason }) }], ...versionOf(answer), responseId: request.id }
}

function versionOf({ served }: WireAnswer): object {
  return served === '' ? {} : { modelVersion: served }
}

function usageOf(usage: WireUsage | null): object {
  if (usage === null) return {}
  const thoughts = usage.completion_tokens_details?.reasoning_tokens ?? 0
  return {
    usageMetadata: {
      promptTokenCount: usage.prompt_tokens,
      ...(usage.prompt_tokens_details === undefined ? {} : { cachedContentTokenCount: usage.prompt_tokens_details.cached_tokens }),
      candidatesTokenCount: usage.completion_tokens - thoughts,
      ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
      totalTokenCount: usage.total_tokens,
    },
  }
}

function event(content: object): string {
  return `data: ${JSON.stringify(content)}\r\n\r\n`
}
