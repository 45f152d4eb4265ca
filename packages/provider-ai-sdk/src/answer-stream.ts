import type { ModelFailure, ProviderAnswer, ProviderRequest, TokenUsage } from '@autopack/contracts'
import { failure, field, responseIdOf, textField, textLimit, tooLong } from '@autopack/provider-wire'
import { classifyStreamed } from './failure.ts'
import { readUsage } from './usage.ts'

/** Reads a model's stream to its end. Throws what the stream throws. Parts that are not as documented are passed over: the finish decides. */
export async function readStream(stream: ReadableStream<unknown>, { model, maxOutputTokens }: ProviderRequest, now: number): Promise<ProviderAnswer | ModelFailure> {
  const seen = new StreamedParts()
  for await (const part of stream) {
    seen.add(part)
    if (seen.text.length > textLimit(maxOutputTokens)) return tooLong(maxOutputTokens, null)
  }
  return seen.result(model, now)
}

class StreamedParts {
  text = ''
  #served = ''
  #usage: TokenUsage | null = null
  #finish: string | null = null
  #id: unknown = null
  #error: { readonly thrown: unknown } | null = null

  add(part: unknown): void {
    const type = field(part, 'type')
    if (type === 'text-delta') this.text += textField(part, 'delta') ?? ''
    if (type === 'response-metadata') {
      this.#served = textField(part, 'modelId') ?? this.#served
      this.#id = field(part, 'id') ?? this.#id
    }
    if (type === 'error') this.#error ??= { thrown: field(part, 'error') }
    if (type === 'finish') {
      this.#usage = readUsage(field(part, 'usage'), field(part, 'providerMetadata'))
      this.#finish = finishOf(field(part, 'finishReason'))
    }
  }

  result(asked: string, now: number): ProviderAnswer | ModelFailure {
    const spent = { ran: true, usage: this.#usage, ...responseIdOf(this.#id) }
    if (this.#error !== null) return classifyStreamed(this.#error.thrown, asked, now)
    if (this.#finish === 'content-filter') return failure('contentFiltered', 'the provider filtered the answer', spent)
    if (this.#finish === null || cut.has(this.#finish)) return failure('streamCut', 'the answer ended before it was complete', { ran: true })
    return { kind: 'answer', text: this.text, finish: this.#finish === 'length' ? 'length' : 'stop', usage: this.#usage, served: this.#served, ...responseIdOf(this.#id) }
  }
}

const cut: ReadonlySet<string> = new Set(['error', 'interrupted', 'unknown'])

/** A name, or with what the provider called it. Models end every stream with a finish, those that broke off too: then it has no name of the provider's. */
function finishOf(reason: unknown): string | null {
  if (typeof reason === 'string') return reason
  const unified = textField(reason, 'unified')
  return unified === 'other' && textField(reason, 'raw') === null ? 'unknown' : unified
}
