import { field, textField } from '@autopack/provider-wire'

/** An error in Google's words, from whichever SDK. */
export interface GoogleError {
  /** Null for an error inside a stream that had begun. */
  readonly status: number | null
  readonly message: string
  /** `google.rpc` details: RetryInfo, QuotaFailure, ErrorInfo. */
  readonly details: readonly unknown[]
}

/** Of @google/genai: its message is the whole body. Null where it is not the server's. */
export function readApiError(error: unknown): GoogleError | null {
  const status = statusOf(error)
  if (!(error instanceof Error) || status === null) return null
  // what came inside a stream is introduced by its name
  const streamed = error.message.startsWith('got status:')
  const body = parsed(streamed ? error.message.slice(error.message.indexOf('{')) : error.message)
  return { status: streamed ? null : status, message: textField(body, 'error', 'message') ?? error.message, details: listOf(field(body, 'error', 'details')) }
}

/** Of @google/generative-ai, which takes the details apart. */
export function readFetchError(error: unknown): GoogleError | null {
  const status = statusOf(error)
  return error instanceof Error && status !== null ? { status, message: error.message, details: listOf(Reflect.get(error, 'errorDetails')) } : null
}

function statusOf(error: unknown): number | null {
  const status = field(error, 'status')
  return typeof status === 'number' ? status : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
