import assert from 'node:assert/strict'
import type { AppendResult, Journal, JournalEvent, NewEvent } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import type { JournalConformanceOptions, JournalSubject } from './journal-subject.ts'
import { createShiftedClock, type ShiftedClock } from './shifted-clock.ts'

export interface JournalTrial extends JournalSubject {
  readonly clock: ShiftedClock
}

export const MINUTE = 60_000

/** One case on a store of its own. */
export type JournalCaseBuilder = (name: string, body: (trial: JournalTrial) => Promise<void>) => ConformanceCase

export function journalCases(options: JournalConformanceOptions): JournalCaseBuilder {
  return (name, body) => ({ name, run: () => onNewStore(options, body) })
}

async function onNewStore({ open }: JournalConformanceOptions, body: (trial: JournalTrial) => Promise<void>): Promise<void> {
  const clock = createShiftedClock()
  const subject = await open(clock)
  try {
    await body({ ...subject, clock })
  } finally {
    await subject.dispose()
  }
}

/** An event whose `owner` tells it from others. */
export function note(owner: string): NewEvent {
  return { type: 'run-adopt', data: { owner, epoch: 1 } }
}

export function notes(count: number, prefix = 'n'): NewEvent[] {
  return Array.from({ length: count }, (_, index) => note(`${prefix}-${index + 1}`))
}

export async function readAll(journal: Journal, run: string, fromSeq = 1): Promise<JournalEvent[]> {
  const events: JournalEvent[] = []
  for await (const event of journal.read(run, fromSeq)) events.push(event)
  return events
}

export function owners(events: readonly JournalEvent[]): string[] {
  return events.map((event) => (event.type === 'run-adopt' ? event.data.owner : event.type))
}

export async function refusedWith(code: string, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === code, `expected ${code}`)
}

export function given<T>(value: T | null, what: string): T {
  assert.ok(value !== null, what)
  return value
}

export function eventsOf(result: AppendResult): readonly JournalEvent[] {
  assert.equal(result.kind, 'appended')
  return result.kind === 'appended' ? result.events : []
}
