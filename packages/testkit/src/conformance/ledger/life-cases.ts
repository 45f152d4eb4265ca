import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { counts, entry, held, MINUTE, sent, settlement, START, throwsCode, type LedgerCaseBuilder } from './ledger-case.ts'

export function lifeCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('what was not sent is given back', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x')])
      assert.equal(await ledger.void('a'), 'voided')
      assert.equal(await ledger.void('a'), 'voided')
      await counts(ledger, 'x', 0, 0)
    }),
    on('what was sent is not given back', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      assert.equal(await ledger.void('a'), 'sent')
      await counts(ledger, 'x', 0, 10)
      await ledger.settle('a', settlement({ x: 4 }))
      assert.equal(await ledger.void('a'), 'settled')
      await counts(ledger, 'x', 4, 0)
    }),
    on('what was given back may not be sent', async ({ ledger }) => {
      await held(ledger, 'a', [entry('x')])
      await ledger.sweep(START + MINUTE)
      assert.deepEqual(await ledger.markSent('a'), { kind: 'taken', state: 'voided' })
      await counts(ledger, 'x', 0, 0)
    }),
    on('of all who hold one operation only one may send it', async ({ ledger }) => {
      for (let holder = 0; holder < 3; holder += 1) await held(ledger, 'a', [entry('x')])
      const marked = await Promise.all([1, 2, 3].map(() => ledger.markSent('a')))
      assert.deepEqual(marked.map(({ kind }) => kind).toSorted(), ['sent', 'taken', 'taken'])
      assert.deepEqual(await ledger.markSent('a'), { kind: 'taken', state: 'sent' })
      await counts(ledger, 'x', 0, 10)
      await ledger.settle('a', settlement({ x: 4 }))
      assert.deepEqual(await ledger.markSent('a'), { kind: 'taken', state: 'settled' })
    }),
    on('after a sweep no hold outlives its time and nothing that was sent is free', async ({ ledger }) => {
      await held(ledger, 'unsent', [entry('x'), entry('zero', { amount: 0 })])
      await sent(ledger, 'sent', [entry('x', { amount: 7 }), entry('zero', { amount: 0 })])
      await sent(ledger, 'later', [entry('x')], { expiresAt: START + MINUTE + 1 })
      await sent(ledger, 'done', [entry('x')])
      await ledger.settle('done', settlement({ x: 1 }))
      assert.deepEqual(await ledger.sweep(START + MINUTE - 1), { voided: [], presumed: [] })
      assert.deepEqual(await ledger.sweep(START + MINUTE), { voided: ['unsent'], presumed: ['sent'] })
      assert.deepEqual(await ledger.sweep(START + MINUTE), { voided: [], presumed: [] })
      await counts(ledger, 'x', 8, 10)
      await counts(ledger, 'zero', 0, 0)
      assert.deepEqual((await ledger.operations({})).map(({ state }) => state), ['voided', 'presumed', 'sent', 'settled'])
    }),
    on('what ended long ago is forgotten, and stays counted', async (trial) => {
      const { ledger, clock } = trial
      await sent(ledger, 'old', [entry('x')])
      await ledger.settle('old', settlement({ x: 4 }, { responseId: 'mine:1' }))
      await held(ledger, 'given-back', [entry('x')])
      await ledger.void('given-back')
      await sent(ledger, 'open', [entry('x')])
      await ledger.record({ operation: 'old', run: null, phase: null, decision: 'why' })
      await ledger.adjust({ id: 'one', postings: [{ bucket: 'x', amount: 2 }], note: '' })
      await clock.advance(MINUTE)
      await sent(ledger, 'new', [entry('x')])
      await ledger.settle('new', settlement({ x: 1 }))
      assert.equal(await ledger.prune(START + MINUTE, { dryRun: true }), 2)
      assert.equal((await ledger.operations({})).length, 4)
      assert.equal(await ledger.prune(START + MINUTE), 2)
      assert.equal(await ledger.prune(START + MINUTE), 0)
      assert.deepEqual((await ledger.operations({})).map(({ operation }) => operation), ['open', 'new'])
      assert.deepEqual(await ledger.decisions({}), [])
      await counts(ledger, 'x', 7, 10)
      assert.deepEqual(await ledger.rebuild(), { differences: [] })
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.adjust({ id: 'less', postings: [{ bucket: 'x', amount: -3 }], note: '' }))
      await throwsCode('AUTOPACK_LEDGER_OPERATION_UNKNOWN', ledger.settle('old', settlement({ x: 9 })))
    }),
    on('an operation that was never held is unknown', async ({ ledger }) => {
      await throwsCode('AUTOPACK_LEDGER_OPERATION_UNKNOWN', ledger.markSent('a'))
      await throwsCode('AUTOPACK_LEDGER_OPERATION_UNKNOWN', ledger.void('a'))
    }),
  ]
}
