import type { ModelFailure, ProviderAnswer } from '@autopack/contracts'
import { failure, field, receivedBytes, responseIdOf, textLimit, tooLong } from '@autopack/provider-wire'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { readUsage } from './usage.ts'

/** Reads a streamed answer to its end. Throws what the stream throws. Pieces that are not as documented are skipped: the finish decides. */
export async function readStream(stream: AsyncIterable<ChatCompletionChunk>, maxOutputTokens: number): Promise<ProviderAnswer | ModelFailure> {
  const seen = new StreamedAnswer()
  for await (const chunk of stream) {
    seen.add(chunk)
    if (seen.text.length > textLimit(maxOutputTokens)) return tooLong(maxOutputTokens, seen.usage)
  }
  return seen.result()
}

class StreamedAnswer {
  text = ''
  usage: ProviderAnswer['usage'] = null
  #received = 0
  #refusal = ''
  #id: unknown = null
  #served = ''
  #finish: string | null = null

  add(chunk: ChatCompletionChunk): void {
    this.#id ??= chunk?.id
    if (typeof chunk?.model === 'string' && chunk.model !== '') this.#served = chunk.model
    if (chunk?.usage !== undefined && chunk.usage !== null) this.usage = readUsage(chunk.usage)
    const choice = chunk?.choices?.[0]
    if (typeof choice?.delta?.content === 'string') this.text += choice.delta.content
    if (typeof choice?.delta?.refusal === 'string') this.#refusal += choice.delta.refusal
    // thoughts: DeepSeek, GLM and others call them the one, OpenRouter the other
    this.#received += receivedBytes(choice?.delta?.content, choice?.delta?.refusal, field(choice?.delta, 'reasoning_content') ?? field(choice?.delta, 'reasoning'))
    if (typeof choice?.finish_reason === 'string') this.#finish = choice.finish_reason
  }

  result(): ProviderAnswer | ModelFailure {
    const spent = { ran: true, usage: this.usage, ...responseIdOf(this.#id) }
    // some servers count aloud
    if (this.#finish === null) return failure('streamCut', 'the answer ended before it was complete', { ...spent, received: this.#received, ...(this.usage === null ? {} : { partial: true }) })
    if (this.#refusal !== '') return failure('refused', `the model refused: ${this.#refusal}`, spent)
    // `sensitive` is GLM's word for it
    if (this.#finish === 'content_filter' || this.#finish === 'sensitive') return failure('contentFiltered', 'the provider filtered the answer', spent)
    if (this.#finish === 'network_error' || this.#finish === 'error') return failure('streamCut', 'the server gave up its own answer', spent)
    return { kind: 'answer', text: this.text, finish: this.#finish === 'length' ? 'length' : 'stop', usage: this.usage, served: this.#served, ...responseIdOf(this.#id) }
  }
}
