import { hash } from 'node:crypto'
import type { JournalEvent, NewEvent } from '@autopack/contracts'
import { canonicalText } from './canonical-text.ts'

/** What the first event's hash is computed over. */
export const GENESIS: string = '0'.repeat(64)

const EVENT_VERSION = 1

export interface Link {
  readonly seq: number
  /** Canonical JSON of everything in the event but its hash. */
  readonly text: string
  readonly hash: string
}

/** The event as it is stored; `previous` is the hash of the one before. */
export function link(previous: string, envelope: { readonly run: string; readonly seq: number; readonly epoch: number; readonly at: number }, event: NewEvent): Link {
  const text = canonicalText({ ...envelope, version: EVENT_VERSION, type: event.type, data: event.data })
  return { seq: envelope.seq, text, hash: nextHash(previous, text) }
}

export function nextHash(previous: string, text: string): string {
  return hash('sha256', previous + text, 'hex')
}

/** What was stored comes back parsed from its text, so the writer sees what every later reader sees. */
export function eventOf(text: string, hash: string): JournalEvent {
  const { seq, type, version, epoch, at, data } = JSON.parse(text) as JournalEvent
  return { seq, type, version, epoch, at, data, hash } as JournalEvent
}
