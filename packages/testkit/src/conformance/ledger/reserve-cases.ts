import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { counts, entry, held, refusedWith, reservation, settlement, throwsCode, type LedgerCaseBuilder } from './ledger-case.ts'

export function reserveCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('a call is held up to the limit exactly, and refused beyond it', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x', { amount: 60 })])
      assert.deepEqual(await ledger.reserve(reservation('b', [entry('x', { amount: 41 })])), refusedWith('limit of x', 60, 100))
      await held(ledger, 'c', [entry('x', { amount: 40 })])
      await counts(ledger, 'x', 0, 100)
    }),
    on('every limit holds or none, and every limit that is passed is named', async ({ ledger }) => {
      const entries = [entry('x'), entry('y', { amount: 101 }), entry('z', { hard: 9 })]
      assert.deepEqual(await ledger.reserve(reservation('a', entries)), {
        kind: 'refused',
        limits: [
          { limit: 'limit of y', used: 0, hard: 100 },
          { limit: 'limit of z', used: 0, hard: 9 },
        ],
      })
      assert.deepEqual((await ledger.snapshot(['x', 'y', 'z'], [])).buckets, {})
      assert.deepEqual(await ledger.operations({}), [])
    }),
    on('all buckets of a window count once, and only its own bucket is held', async ({ ledger }) => {
      await held(ledger, 'a', [entry('day-1', { amount: 50 })])
      await held(ledger, 'b', [entry('day-2', { amount: 40 })])
      await ledger.settle('a', settlement({ 'day-1': 30 }))
      assert.deepEqual(await ledger.reserve(reservation('c', [entry('day-3', { window: ['day-1', 'day-2', 'day-3'], amount: 31 })])), refusedWith('limit of day-3', 70, 100))
      await held(ledger, 'd', [entry('day-3', { window: ['day-1', 'day-2', 'day-3', 'day-1'], amount: 30 })])
      await counts(ledger, 'day-3', 0, 30)
      await counts(ledger, 'day-2', 0, 40)
    }),
    on('a limit without a hard end counts and never refuses', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x', { amount: 1_000_000, hard: null })])
      await counts(ledger, 'x', 0, 1_000_000)
    }),
    on('what the caller knows to be finished counts where it is more than what is posted, and what is held comes on top', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x', { floor: 80, amount: 15 })])
      assert.deepEqual(await ledger.reserve(reservation('b', [entry('x', { floor: 80, amount: 6 })])), refusedWith('limit of x', 95, 100))
      await ledger.settle('a', settlement({ x: 90 }))
      assert.deepEqual(await ledger.reserve(reservation('c', [entry('x', { floor: 80, amount: 11 })])), refusedWith('limit of x', 90, 100))
    }),
    on('an operation that is held is held once, whatever it asks for the second time', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x')])
      await held(ledger, 'a', [entry('x', { amount: 1000 }), entry('y')])
      await counts(ledger, 'x', 0, 10)
      await counts(ledger, 'y', 0, 0)
    }),
    on('an operation that went on is not held again', async ({ ledger }) => {
      const again = reservation('a', [entry('x')])
      await held(ledger, 'a', [entry('x')])
      await ledger.markSent('a')
      assert.deepEqual(await ledger.reserve(again), { kind: 'taken', state: 'sent' })
      await ledger.settle('a', settlement({ x: 4 }))
      assert.deepEqual(await ledger.reserve(again), { kind: 'taken', state: 'settled' })
      await held(ledger, 'b', [entry('x')])
      await ledger.void('b')
      assert.deepEqual(await ledger.reserve(reservation('b', [entry('x')])), { kind: 'taken', state: 'voided' })
      await counts(ledger, 'x', 4, 0)
    }),
    on('a refused operation left no trace and is decided anew', async ({ ledger }) => {
      await held(ledger, 'full', [entry('x', { amount: 100 })])
      assert.equal((await ledger.reserve(reservation('a', [entry('x')]))).kind, 'refused')
      await ledger.void('full')
      await held(ledger, 'a', [entry('x')])
    }),
    on('an anchor opens and moves only from what was seen, together with the hold', async ({ ledger }) => {
      const moving = (operation: string, seen: number | null, next: number, amount = 10): ReturnType<typeof reservation> =>
        reservation(operation, [entry('x', { amount })], { anchors: [{ key: 'five-hours', seen, next }] })
      assert.deepEqual(await ledger.reserve(moving('a', 5, 7)), { kind: 'stale' })
      assert.equal((await ledger.reserve(moving('a', null, 1, 101))).kind, 'refused')
      assert.deepEqual((await ledger.snapshot([], ['five-hours'])).anchors, {})
      assert.deepEqual(await ledger.reserve(moving('a', null, 1)), { kind: 'held' })
      assert.deepEqual(await ledger.reserve(moving('b', null, 2)), { kind: 'stale' })
      assert.deepEqual(await ledger.reserve(moving('b', 1, 1)), { kind: 'held' })
      assert.deepEqual(await ledger.reserve(moving('c', 1, 9)), { kind: 'held' })
      assert.deepEqual((await ledger.snapshot([], ['five-hours'])).anchors, { 'five-hours': 9 })
      await counts(ledger, 'x', 0, 30)
    }),
    on('anchors move without a hold too, all of them or none, and only from what was seen', async ({ ledger }) => {
      assert.equal(await ledger.move([{ key: 'a', seen: null, next: 1 }]), true)
      assert.equal(await ledger.move([{ key: 'a', seen: 1, next: 2 }, { key: 'b', seen: 1, next: 2 }]), false)
      assert.deepEqual((await ledger.snapshot([], ['a', 'b'])).anchors, { a: 1 })
      const moved = await Promise.all(Array.from({ length: 20 }, (_, next) => ledger.move([{ key: 'a', seen: 1, next: next + 2 }, { key: 'b', seen: null, next }])))
      assert.equal(moved.filter(Boolean).length, 1)
      assert.equal((await ledger.reserve(reservation('late', [], { anchors: [{ key: 'a', seen: 1, next: 9 }] }))).kind, 'stale')
      await throwsCode('AUTOPACK_LEDGER_MISUSE', (async () => ledger.move([{ key: 'c', seen: null, next: Number.NaN }]))())
      assert.deepEqual(await ledger.operations({}), [])
    }),
    on('of many that open one window at once, exactly one opens it', async ({ ledger }) => {
      const results = await Promise.all(Array.from({ length: 20 }, (_, next) => ledger.reserve(reservation(`a${next}`, [], { anchors: [{ key: 'k', seen: null, next }] }))))
      assert.equal(results.filter(({ kind }) => kind === 'held').length, 1)
      assert.equal(results.filter(({ kind }) => kind === 'stale').length, 19)
    }),
    on('a call without limits is recorded all the same', async ({ ledger }) => {
      await held(ledger, 'a', [])
      assert.deepEqual(await ledger.markSent('a'), { kind: 'sent' })
      assert.deepEqual(await ledger.settle('a', settlement({})), { kind: 'settled', posted: [] })
      assert.deepEqual((await ledger.operations({})).map(({ operation, state }) => [operation, state]), [['a', 'settled']])
    }),
    on('what is no whole number, no distinct bucket or no window of its own is refused loudly', async ({ ledger }) => {
      const wrong = [entry('x', { amount: 0.5 }), entry('x', { amount: -1 }), entry('x', { floor: Number.NaN }), entry('x', { hard: 1e17 }), entry('x', { window: ['y'] })]
      for (const one of wrong) await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.reserve(reservation('a', [entry('y'), one])))
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.reserve(reservation('a', [entry('x'), entry('x')])))
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.reserve(reservation('a', [], { expiresAt: Number.POSITIVE_INFINITY })))
      assert.deepEqual(await ledger.operations({}), [])
    }),
  ]
}
