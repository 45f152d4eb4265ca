import type { ModelMessage, ModelRequest, TokenUsage } from '@autopack/contracts'

/** Roles, separators and framing that a chat template adds; real ones need four to eight. */
const tokensPerMessage = 16
const tokensPerRequest = 64

/**
 * An upper bound of the input: every token of a byte-level vocabulary stands for at least one byte, so there are never more
 * tokens than UTF-8 bytes. Usually four times too high; never too low.
 */
export function inputBound(request: Pick<ModelRequest, 'messages' | 'schema'>): number {
  const messages = request.messages.reduce((sum, message) => sum + messageBound(message), 0)
  return messages + Buffer.byteLength(JSON.stringify(request.schema)) + tokensPerRequest
}

/** Where a provider reported nothing usable: as if every byte had been a token. */
export function estimateUsage(request: ModelRequest, answer: string): TokenUsage {
  return { input: inputBound(request), cacheRead: 0, cacheWrite: 0, output: Math.min(Buffer.byteLength(answer), request.maxOutputTokens), reasoning: 0 }
}

function messageBound({ text }: ModelMessage): number {
  return Buffer.byteLength(text) + tokensPerMessage
}
