import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { counts, entry, held, sent, settlement, type LedgerCaseBuilder, type LedgerTrial } from './ledger-case.ts'

/** For ledgers that the next process finds again. */
export function durableCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('the next process finds everything as it was left', async (trial) => {
      const { ledger } = trial
      await held(ledger, 'held', [entry('x')], { anchors: [{ key: 'k', seen: null, next: 7 }] })
      await sent(ledger, 'sent', [entry('x')])
      await sent(ledger, 'settled', [entry('x')])
      await ledger.settle('settled', settlement({ x: 3 }, { responseId: 'mine:1' }))
      await ledger.observe('k', { used: 5, resetAt: 8, at: 1 }, [])
      await ledger.cooldown('k', 9, 'limit')
      await ledger.putBreaker('k', null, { failures: 1, openUntil: null, probeUntil: null })
      await ledger.permit('k', 1, 'a', 1000)
      await ledger.record({ operation: 'held', run: 'run', phase: null, decision: 'why' })
      const before = [await ledger.snapshot(['x'], ['k']), await ledger.operations({}), await ledger.decisions({})]
      const next = await reopened(trial)
      assert.deepEqual([await next.snapshot(['x'], ['k']), await next.operations({}), await next.decisions({})], before)
      assert.equal((await next.permit('k', 1, 'b', 1000)).kind, 'full')
      assert.equal((await next.settle('sent', settlement({ x: 3 }, { responseId: 'mine:1' }))).kind, 'charged-elsewhere')
      assert.deepEqual(await next.settle('settled', settlement({ x: 9 })), { kind: 'already-settled' })
      await counts(next, 'x', 3, 10)
    }),
    on('two that have it open see each other at once', async (trial) => {
      const other = await reopened(trial)
      await held(trial.ledger, 'a', [entry('x')])
      await counts(other, 'x', 0, 10)
      await other.void('a')
      assert.deepEqual(await trial.ledger.markSent('a'), { kind: 'taken', state: 'voided' })
    }),
  ]
}

/** For ledgers whose counters somebody could change. */
export function repairCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('wrong counters are computed anew, and what differed is said', async ({ ledger, miscount }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }))
      await held(ledger, 'b', [entry('x')])
      await ledger.adjust({ id: 'one', postings: [{ bucket: 'x', amount: 2 }], note: '' })
      assert.deepEqual(await ledger.rebuild(), { differences: [] })
      await miscount?.('x', { posted: 1, held: 0 })
      await miscount?.('y', { posted: 3, held: 1 })
      assert.deepEqual(await ledger.rebuild(), {
        differences: [
          { bucket: 'x', counted: { posted: 1, held: 0 }, folded: { posted: 6, held: 10 } },
          { bucket: 'y', counted: { posted: 3, held: 1 }, folded: { posted: 0, held: 0 } },
        ],
      })
      await counts(ledger, 'x', 6, 10)
      assert.deepEqual(await ledger.rebuild(), { differences: [] })
    }),
  ]
}

async function reopened({ reopen }: LedgerTrial): Promise<LedgerTrial['ledger']> {
  assert.ok(reopen !== null, 'a durable ledger can be opened again')
  return reopen()
}
