import type { ModelFailure, ProviderAnswer, ProviderRequest, TokenUsage } from '@autopack/contracts'
import { failure, field, receivedBytes, responseIdOf, textField, textLimit, tooLong } from '@autopack/provider-wire'
import { readUsage } from './usage.ts'

/** Reads a streamed answer to its end, or to where it was given up. Throws what the stream throws. Pieces that are not as documented are passed over: the finish decides. */
export async function readStream(stream: AsyncIterable<unknown>, { maxOutputTokens }: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | ModelFailure> {
  const seen = new StreamedContent()
  try {
    for await (const chunk of stream) {
      seen.add(chunk)
      if (seen.text.length > textLimit(maxOutputTokens)) return tooLong(maxOutputTokens, null)
    }
  } catch (error) {
    // given up: what it had used by then is known
    if (!signal.aborted) throw error
  }
  return seen.result()
}

const filtered: ReadonlySet<string> = new Set(['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY'])
/** What the model meant was no answer: it called a tool that nobody gave it, or began one and lost the thread. */
const broken: ReadonlySet<string> = new Set(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS', 'MALFORMED_RESPONSE', 'MISSING_THOUGHT_SIGNATURE'])
const complete: ReadonlySet<string> = new Set(['STOP', 'MAX_TOKENS'])

class StreamedContent {
  text = ''
  #received = 0
  #served = ''
  #usage: TokenUsage | null = null
  #finish: string | null = null
  #blocked: string | null = null
  #id: unknown = null

  add(chunk: unknown): void {
    this.#id ??= field(chunk, 'responseId')
    this.#served = textField(chunk, 'modelVersion')?.replace(/^models\//, '') ?? this.#served
    this.#blocked = textField(chunk, 'promptFeedback', 'blockReason') ?? this.#blocked
    // cumulative: the last one holds
    const usage = field(chunk, 'usageMetadata')
    if (usage !== undefined) this.#usage = readUsage(usage)
    const candidate = field(chunk, 'candidates', '0')
    this.#finish = textField(candidate, 'finishReason') ?? this.#finish
    const parts = field(candidate, 'content', 'parts')
    for (const part of Array.isArray(parts) ? parts : []) {
      if (field(part, 'thought') !== true) this.text += textField(part, 'text') ?? ''
      this.#received += receivedBytes(field(part, 'text'))
    }
  }

  result(): ProviderAnswer | ModelFailure {
    const spent = { ran: true, usage: this.#usage, ...responseIdOf(this.#id) }
    if (this.#blocked !== null) return failure('refused', `the prompt was refused: ${this.#blocked}`, spent)
    if (this.#finish === null) return failure('streamCut', 'the answer ended before it was complete', { ...spent, received: this.#received, ...(this.#usage === null ? {} : { partial: true }) })
    if (filtered.has(this.#finish)) return failure('contentFiltered', `the provider filtered the answer: ${this.#finish}`, spent)
    if (broken.has(this.#finish) || (this.text === '' && !complete.has(this.#finish))) return failure('schemaViolation', `the model ended without an answer: ${this.#finish}`, spent)
    return { kind: 'answer', text: this.text, finish: this.#finish === 'MAX_TOKENS' ? 'length' : 'stop', usage: this.#usage, served: this.#served, ...responseIdOf(this.#id) }
  }
}
