import type { ModelFailure, ProviderAnswer, ProviderRequest, TokenUsage } from '@autopack/contracts'
import { failure, field, receivedBytes, responseIdOf, textField, textLimit, tooLong } from '@autopack/provider-wire'
import { readUsage } from './usage.ts'

/** Reads a streamed message to its end. Throws what the stream throws. Events that are not as documented are passed over: the finish decides. */
export async function readStream(stream: AsyncIterable<unknown>, { maxOutputTokens }: ProviderRequest): Promise<ProviderAnswer | ModelFailure> {
  const seen = new StreamedMessage()
  for await (const event of stream) {
    seen.add(event)
    if (seen.text.length > textLimit(maxOutputTokens)) return tooLong(maxOutputTokens, null)
  }
  return seen.result()
}

class StreamedMessage {
  text = ''
  #received = 0
  #served = ''
  #usage: object = {}
  #stopReason: string | null = null
  #stopDetails: unknown
  #complete = false
  #id: unknown = null

  add(event: unknown): void {
    const type = field(event, 'type')
    if (type === 'message_start') {
      this.#id = field(event, 'message', 'id')
      this.#served = textField(event, 'message', 'model') ?? this.#served
      this.#count(field(event, 'message', 'usage'))
    }
    if (type === 'content_block_delta') this.#addDelta(field(event, 'delta'))
    if (type === 'message_delta') {
      this.#stopReason = textField(event, 'delta', 'stop_reason') ?? this.#stopReason
      this.#stopDetails = field(event, 'delta', 'stop_details')
      this.#count(field(event, 'usage'))
    }
    if (type === 'message_stop') this.#complete = true
  }

  result(): ProviderAnswer | ModelFailure {
    const usage = this.#finalUsage()
    const spent = { ran: true, usage, ...responseIdOf(this.#id) }
    if (!this.#complete || this.#stopReason === null) return failure('streamCut', 'the answer ended before it was complete', { ...spent, received: this.#received, ...(usage === null ? {} : { partial: true }) })
    if (this.#stopReason === 'refusal') return failure('refused', `the model refused: ${this.#whyRefused()}`, spent)
    if (this.#stopReason === 'model_context_window_exceeded') return failure('contextOverflow', "the answer did not fit into what the prompt left of the model's context", spent)
    return { kind: 'answer', text: this.text, finish: this.#stopReason === 'max_tokens' ? 'length' : 'stop', usage, served: this.#served, ...responseIdOf(this.#id) }
  }

  /** Thoughts and calls of tools are paid for, though only text is the answer. */
  #addDelta(delta: unknown): void {
    if (field(delta, 'type') === 'text_delta') this.text += textField(delta, 'text') ?? ''
    this.#received += receivedBytes(field(delta, 'text'), field(delta, 'thinking'), field(delta, 'partial_json'))
  }

  /** Counts are cumulative: a later one replaces the earlier, one that is left out does not. */
  #count(usage: unknown): void {
    if (typeof usage !== 'object' || usage === null) return
    const told = Object.entries(usage).filter(([, count]) => count !== null)
    this.#usage = { ...this.#usage, ...Object.fromEntries(told) }
  }

  #finalUsage(): TokenUsage | null {
    return readUsage(this.#usage)
  }

  #whyRefused(): string {
    const said = [textField(this.#stopDetails, 'category'), textField(this.#stopDetails, 'explanation'), this.text].filter((words) => words !== null && words !== '')
    return said.join(': ') || 'without a word'
  }
}
