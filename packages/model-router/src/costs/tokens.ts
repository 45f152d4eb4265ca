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

/** Where a provider reported nothing usable: what is configured, or as if every byte had been a token. */
export function estimateUsage(request: ModelRequest, answer: string, configured: { readonly input: number; readonly output: number } | null): TokenUsage {
  const { input, output } = configured ?? { input: inputBound(request), output: Math.min(Buffer.byteLength(answer), request.maxOutputTokens) }
  return { input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 }
}

/** What was reported before an answer ended early, or, where that is more, as if every byte of it that had come had been a token. */
export function usageByThen(reported: TokenUsage, received: number, maxOutputTokens: number): TokenUsage {
  const unreported = Math.min(received, maxOutputTokens) - reported.output - reported.reasoning
  return unreported > 0 ? { ...reported, output: reported.output + unreported } : reported
}

/** What so many bytes most likely are: four to a token, the rule of thumb of the field. */
export function likelyTokens(bytes: number): number {
  return Math.ceil(bytes / 4)
}

function messageBound({ text }: ModelMessage): number {
  return Buffer.byteLength(text) + tokensPerMessage
}
