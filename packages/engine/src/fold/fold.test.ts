import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalEvent, NewEvent } from '@autopack/contracts'
import { samplePolicy, sampleStrategy } from '@autopack/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inWorld } from '../in-world.fixture.ts'
import type { RunView } from '../view/run-view.ts'
import { foldEvent } from './fold-event.ts'
import { goldenRuns } from './golden.fixture.ts'

function fold(run: string, events: readonly JournalEvent[], start: RunView | null = null): RunView | null {
  return events.reduce<RunView | null>((view, event) => foldEvent(run, view, event), start)
}

/** A view as another process would get it from this one. */
function handedOver(view: RunView | null): RunView | null {
  return JSON.parse(JSON.stringify(view))
}

describe('a fold', () => {
  it('in pieces, handed on as JSON between them, is the fold at once', () => {
    const cut = fc.constantFrom(...goldenRuns).chain(({ run, events }) => fc.tuple(fc.constant(run), fc.constant(events), fc.subarray(events.map((_, index) => index), { maxLength: 4 })))
    fc.assert(
      fc.property(cut, ([run, events, cuts]) => {
        const ends = [...cuts, events.length]
        const pieces = ends.map((end, index) => events.slice(ends[index - 1] ?? 0, end))
        const inPieces = pieces.reduce<RunView | null>((view, piece) => handedOver(fold(run, piece, view)), null)
        expect(inPieces).toEqual(fold(run, events))
      }),
      { numRuns: 60 },
    )
  })

  it('is what the process that wrote the run believed, however attempts went', async () => {
    const turns = fc.array(fc.constantFrom('built', 'empty', 'failed', 'red', 'killed'), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(turns, async (script) => {
        const seen: JournalEvent[] = []
        const run = await inWorld(sample, playing([...script]), { sink: { emit: (_run, event) => void seen.push(event) } })
        while ((await run.engine.advance('r').catch(() => null))?.kind !== 'ended') run.world.clock.jump(60_000)
        expect(await run.events()).toEqual(seen)
        expect(await run.view()).toEqual(fold('r', seen))
        await run.world.remove()
      }),
      { numRuns: 15 },
    )
  })

  it('of ten times as many events takes about ten times as long', () => {
    const events = longRun(100_000)
    const few = fastest(() => fold('r', events.slice(0, 10_000)))
    const many = fastest(() => fold('r', events))
    // a fold that copied what it has would need a hundred times as long
    expect(many / few).toBeLessThan(40)
  })
})

const sample = { tiers: { base: [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }] } } as const

/** Each build takes the next turn of the script, and succeeds when none is left. */
function playing(script: string[]): Parameters<typeof inWorld>[1] {
  let turn = 'built'
  return {
    build: ({ checkout, phase, attempt }) => {
      turn = script.shift() ?? 'built'
      if (turn === 'killed') throw new Error('killed')
      if (turn === 'failed') return { kind: 'failed', failure: 'builder_error', message: 'no', evidence: [] }
      if (turn !== 'empty') writeFileSync(join(checkout, `${phase.id}.txt`), String(attempt))
      return { kind: 'proposed', summary: '', family: null, evidence: [] }
    },
    ci: () => (turn === 'red' ? { verdict: 'red', reasons: ['no'] } : {}),
  }
}

function fastest(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
  return Math.min(...times)
}

/** One phase that is tried again and again; each attempt asks a model and fails. */
function longRun(count: number): JournalEvent[] {
  const strategy = sampleStrategy({ tiers: { base: [{ id: 'a' }] } })
  const created = { project: 'p', strategy, policy: samplePolicy, planDirectory: '/plan', plan: {}, base: 'b', target: 'main', branch: 'autopack/r', engineVersion: '0.0.0', auditorAvailable: false, setupKey: null, parent: null, author: { name: 'a', email: 'a@localhost' } }
  const events: NewEvent[] = [
    { type: 'run-create', data: created },
    { type: 'run-state', data: { from: 'RUN_CREATED', to: 'PHASE_QUEUEING', reason: null } },
    { type: 'tier-state', data: { tier: 'base', from: 'PENDING', to: 'IN_PROGRESS', reason: null } },
    { type: 'phase-state', data: { phase: 'a', from: 'QUEUED', to: 'EXECUTING', reason: null } },
  ]
  for (let attempt = 1; events.length < count; attempt += 1) events.push(...failingAttempt(attempt))
  return events.slice(0, count).map((event, index) => ({ ...event, seq: index + 1, version: 1, epoch: 1, at: index, hash: '' }))
}

function failingAttempt(attempt: number): NewEvent[] {
  const failure = { kind: 'builder_error', message: 'no' } as const
  const body = { hash: 'h', bytes: 1, mediaType: 'application/json', name: 'model.json' }
  const operation = `r/a/${attempt}/1.1`
  const effect = `${attempt}-build`
  return [
    { type: 'attempt-start', data: { phase: 'a', attempt, hints: [], difference: null } },
    { type: 'effect-start', data: { effect, kind: 'build', phase: 'a', attempt, input: { base: 'b', timeoutMs: 1 } } },
    { type: 'call-start', data: { operation, phase: 'a', role: 'builder', model: 'm', because: '', bound: { tokens: 1, nanoUsd: 1 }, request: body } },
    { type: 'call-end', data: { operation, ended: 'answered', failure: null, usage: null, tokens: 1, nanoUsd: 1, served: 'm', answer: body } },
    { type: 'effect-end', data: { effect, kind: 'build', outcome: { kind: 'failed', failure: failure.kind, message: failure.message, evidence: [] }, durationMs: 1 } },
    { type: 'attempt-end', data: { phase: 'a', attempt, failure } },
    { type: 'hint-record', data: { hint: { phase: 'a', attempt, category: 'docs', scope: ['**'], text: 'no', source: 'attempt' } } },
  ]
}
