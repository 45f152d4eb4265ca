import type { ModelFailure, TokenUsage } from '@autopack/contracts'
import { failure } from './failure.ts'

/** Characters that no answer within its token limit has. */
export const textLimit = (maxOutputTokens: number): number => 64 * 1024 + 32 * maxOutputTokens

/** The failure of an answer that is longer than that. */
export function tooLong(maxOutputTokens: number, usage: TokenUsage | null): ModelFailure {
  return failure('schemaViolation', `the answer is longer than ${maxOutputTokens} tokens can be; it was cut off and thrown away`, { ran: true, usage })
}
