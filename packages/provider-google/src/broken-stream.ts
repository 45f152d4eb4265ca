import type { ModelFailure } from '@autopack/contracts'
import { failure } from '@autopack/provider-wire'

const words = /Incomplete JSON segment|parsing stream chunk|reading from the stream|parse stream|parsing JSON response/

/** A stream that broke or held no JSON, which both SDKs tell in words only; null for anything else. */
export function brokenStream(error: unknown): ModelFailure | null {
  return error instanceof Error && words.test(error.message) ? failure('streamCut', error.message, { ran: true }) : null
}
