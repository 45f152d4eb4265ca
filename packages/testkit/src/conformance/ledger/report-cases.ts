import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { counts, entry, held, refusedWith, reservation, sent, settlement, throwsCode, type LedgerCaseBuilder } from './ledger-case.ts'

/** What is known from elsewhere: a provider's reports, a person's adjustments. */
export function reportCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('use made elsewhere counts where it was not posted here, and what follows comes on top', async ({ ledger }) => {
      const reported = entry('x', { observation: 'window' })
      await sent(ledger, 'a', [reported])
      await ledger.settle('a', settlement({ x: 10 }))
      await ledger.observe('window', { used: 80, resetAt: 5, at: 1 }, ['x'])
      assert.deepEqual((await ledger.snapshot([], ['window'])).observations, { window: { used: 80, resetAt: 5, at: 1, elsewhere: 70 } })
      await held(ledger, 'b', [reported])
      await held(ledger, 'c', [reported])
      assert.deepEqual(await ledger.reserve(reservation('d', [reported])), refusedWith('limit of x', 100, 100))
      await held(ledger, 'e', [entry('x')])
    }),
    on('a report below what was posted takes nothing off', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x', { amount: 95 })])
      await ledger.settle('a', settlement({ x: 95 }))
      await ledger.observe('window', { used: 20, resetAt: null, at: 1 }, ['x'])
      assert.deepEqual(await ledger.reserve(reservation('b', [entry('x', { observation: 'window' })])), refusedWith('limit of x', 95, 100))
    }),
    on('the newest report counts, in whatever order they come', async ({ ledger }) => {
      await ledger.observe('window', { used: 50, resetAt: null, at: 2 }, [])
      await ledger.observe('window', { used: 10, resetAt: null, at: 1 }, [])
      assert.equal((await ledger.snapshot([], ['window'])).observations['window']?.used, 50)
      await ledger.observe('window', { used: 0, resetAt: 9.5, at: 3.5 }, [])
      assert.deepEqual((await ledger.snapshot([], ['window'])).observations['window'], { used: 0, resetAt: 9, at: 3, elsewhere: 0 })
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.observe('window', { used: 0.5, resetAt: null, at: 4 }, []))
    }),
    on('an adjustment is posted once, in all its buckets', async ({ ledger }) => {
      const adjustment = { id: 'one', postings: [{ bucket: 'x', amount: 30 }, { bucket: 'y', amount: 5 }], note: 'used in the browser' }
      await ledger.adjust(adjustment)
      await ledger.adjust(adjustment)
      await counts(ledger, 'x', 30, 0)
      await counts(ledger, 'y', 5, 0)
      assert.deepEqual(await ledger.reserve(reservation('a', [entry('x', { amount: 71 })])), refusedWith('limit of x', 30, 100))
    }),
    on('an adjustment can be taken back, what a call was charged cannot', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 10 }))
      await ledger.adjust({ id: 'more', postings: [{ bucket: 'x', amount: 5 }], note: '' })
      const less = [{ bucket: 'y', amount: 1 }, { bucket: 'x', amount: -6 }]
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.adjust({ id: 'less', postings: less, note: '' }))
      await counts(ledger, 'y', 0, 0)
      await ledger.adjust({ id: 'less', postings: [{ bucket: 'x', amount: -5 }], note: '' })
      await counts(ledger, 'x', 10, 0)
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.adjust({ id: 'half', postings: [{ bucket: 'x', amount: 0.5 }], note: '' }))
    }),
    on('a snapshot has what was asked for and exists, and nothing else', async ({ ledger }) => {
      assert.deepEqual(await ledger.snapshot(['x'], ['k']), { buckets: {}, anchors: {}, observations: {}, cooldowns: {}, breakers: {} })
      await held(ledger, 'a', [entry('x'), entry('y')], { anchors: [{ key: 'k', seen: null, next: 7 }] })
      await ledger.cooldown('k', 9, 'limit')
      await ledger.cooldown('other', 9, 'limit')
      const snapshot = await ledger.snapshot(['x', '__proto__', 'z'], ['k', 'constructor'])
      assert.deepEqual(snapshot, { buckets: { x: { posted: 0, held: 10 } }, anchors: { k: 7 }, observations: {}, cooldowns: { k: { until: 9, reason: 'limit' } }, breakers: {} })
      assert.deepEqual(JSON.parse(JSON.stringify(snapshot)), snapshot)
      await ledger.void('a')
      assert.deepEqual(snapshot.buckets, { x: { posted: 0, held: 10 } })
    }),
  ]
}
