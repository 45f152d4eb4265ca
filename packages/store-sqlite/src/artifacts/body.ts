import type { Redact } from './redact.ts'
import { truncate } from './truncate.ts'

export interface BodyRules {
  readonly redact: Redact
  /** Bytes. */
  readonly limit: number
}

/** The bytes to be stored. Text is redacted, then cut to the limit; other bytes are only cut. */
export function storedBody(body: string | Uint8Array, mediaType: string, { redact, limit }: BodyRules): Uint8Array {
  if (typeof body === 'string') return truncate(Buffer.from(redact(body)), limit)
  return truncate(isText(mediaType) ? redactBytes(body, redact) : body, limit)
}

function redactBytes(bytes: Uint8Array, redact: Redact): Uint8Array {
  const text = utf8(bytes)
  if (text !== null) return Buffer.from(redact(text))
  // every byte is one Latin-1 character, so what is not redacted comes back unchanged
  return Buffer.from(redact(Buffer.from(bytes).toString('latin1')), 'latin1')
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function isText(mediaType: string): boolean {
  return /^text\/|[/+](?:json|x-ndjson|xml|yaml|javascript)\b/i.test(mediaType)
}
