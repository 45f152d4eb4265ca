import { readFileSync } from 'node:fs'
import type { EffectKind, EventType } from '@autopack/contracts'
import { eventHash, firstPreviousHash } from '@autopack/testkit'
import { describe, expect, it } from 'vitest'
import { foldEvent } from './fold-event.ts'
import { goldenRuns } from './golden.fixture.ts'
import type { RunView } from '../view/run-view.ts'

const manifest: { readonly version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

describe.each(goldenRuns)('the run $run of version $version', ({ run, events, view }) => {
  it('folds to what that version made of it', () => {
    let folded: RunView | null = null
    for (const event of events) folded = foldEvent(run, folded, event)
    // a later version may know more of an old run, never anything else
    expect(folded).toMatchObject(view)
  })

  it('is as it was written', () => {
    let previous = firstPreviousHash
    for (const event of events) {
      expect(event.hash).toBe(eventHash(previous, run, event))
      previous = event.hash
    }
  })
})

describe('the runs of this version', () => {
  const events = goldenRuns.filter(({ version }) => version === manifest.version).flatMap((golden) => golden.events)

  it('hold every type of event and every kind of effect', () => {
    const types: Readonly<Record<Exclude<EventType, 'engine-change'>, true>> = {
      'run-create': true,
      'run-adopt': true,
      'run-state': true,
      'tier-state': true,
      'phase-state': true,
      'attempt-start': true,
      'attempt-end': true,
      'effect-start': true,
      'effect-end': true,
      'call-start': true,
      'call-end': true,
      'issue-record': true,
      'hint-record': true,
      'approval-request': true,
      'approval-decide': true,
      'wait-start': true,
      'wait-end': true,
      'cap-alert': true,
      'incident-record': true,
      'run-cancel': true,
    }
    const kinds: Readonly<Record<EffectKind, true>> = { setup: true, baseline: true, build: true, judge: true, ci: true, audit: true, snapshot: true, promote: true, rollback: true }
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(Object.keys(types)))
    expect(new Set(events.flatMap((event) => (event.type === 'effect-end' ? [event.data.kind] : [])))).toEqual(new Set(Object.keys(kinds)))
  })
})
