import assert from 'node:assert/strict'
import type { Settlement } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { answered, counts, entry, held, MINUTE, sent, settlement, START, throwsCode, type LedgerCaseBuilder } from './ledger-case.ts'

export function settleCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('what was used is charged and the rest is given back', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x'), entry('y', { amount: 20 }), entry('unused')])
      const result = await ledger.settle('a', settlement({ x: 4, y: 20 }))
      assert.deepEqual(result, { kind: 'settled', posted: [{ bucket: 'x', amount: 4 }, { bucket: 'y', amount: 20 }] })
      await counts(ledger, 'x', 4, 0)
      await counts(ledger, 'y', 20, 0)
      await counts(ledger, 'unused', 0, 0)
    }),
    on('more than was held is charged all the same', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 150 }))
      await counts(ledger, 'x', 150, 0)
    }),
    on('settling twice equals once, also with other numbers', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }))
      for (const again of [settlement({ x: 4 }), settlement({ x: 9 }), settlement({ x: 1 }, { final: false })]) assert.deepEqual(await ledger.settle('a', again), { kind: 'already-settled' })
      await counts(ledger, 'x', 4, 0)
    }),
    on('a final settlement replaces a partial one, up or down', async ({ ledger }) => {
      for (const [name, final] of [['up', 9], ['down', 2]] as const) {
        await sent(ledger, name, [entry(name)])
        assert.deepEqual(await ledger.settle(name, settlement({ [name]: 4 }, { final: false })), { kind: 'settled', posted: [{ bucket: name, amount: 4 }] })
        await counts(ledger, name, 4, 0)
        assert.deepEqual(await ledger.settle(name, settlement({ [name]: final })), { kind: 'settled', posted: [{ bucket: name, amount: final - 4 }] })
        await counts(ledger, name, final, 0)
      }
    }),
    on('a final settlement counts even where it agrees with the partial one', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }, { final: false }))
      assert.deepEqual(await ledger.settle('a', settlement({ x: 4 })), { kind: 'settled', posted: [] })
      assert.deepEqual(await ledger.settle('a', settlement({ x: 5 })), { kind: 'already-settled' })
    }),
    on('partial settlements are lower bounds: they only raise each other', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x'), entry('y')])
      await ledger.settle('a', settlement({ x: 4, y: 1 }, { final: false }))
      assert.deepEqual(await ledger.settle('a', settlement({ x: 3, y: 5 }, { final: false })), { kind: 'settled', posted: [{ bucket: 'y', amount: 4 }] })
      assert.deepEqual(await ledger.settle('a', settlement({ x: 4 }, { final: false })), { kind: 'already-settled' })
      await counts(ledger, 'x', 4, 0)
      await counts(ledger, 'y', 5, 0)
    }),
    on('one answer is charged to one operation', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await sent(ledger, 'b', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }, { responseId: 'mine:1' }))
      assert.deepEqual(await ledger.settle('b', settlement({ x: 4 }, { responseId: 'mine:1' })), { kind: 'charged-elsewhere', operation: 'a' })
      await counts(ledger, 'x', 4, 0)
      assert.deepEqual(await ledger.settle('b', settlement({ x: 4 })), { kind: 'already-settled' })
    }),
    on('an answer of the same name that used something else is another one, and so is one of which that is not known', async ({ ledger }) => {
      const bearing = (output: number | null): Partial<Settlement> => ({ responseId: 'proxy:constant', facts: { ...answered, usage: output === null ? null : { input: 3, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 } } })
      for (const [name, output, kind] of [['a', 2, 'settled'], ['b', 3, 'settled'], ['c', 2, 'charged-elsewhere'], ['d', null, 'settled'], ['e', null, 'settled']] as const) {
        await sent(ledger, name, [entry('x')])
        assert.equal((await ledger.settle(name, settlement({ x: 4 }, bearing(output)))).kind, kind, name)
      }
      await counts(ledger, 'x', 16, 0)
    }),
    on('what counts the send is charged for each, though the answer was charged elsewhere', async ({ ledger }) => {
      for (const name of ['a', 'b']) {
        await sent(ledger, name, [entry('x'), entry('requests')])
        await ledger.settle(name, settlement({ x: 4, requests: 1 }, { responseId: 'mine:1', perSend: ['requests'] }))
      }
      await counts(ledger, 'x', 4, 0)
      await counts(ledger, 'requests', 2, 0)
      assert.deepEqual(await ledger.rebuild(), { differences: [] })
    }),
    on('an operation may be settled again under its own answer', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }, { final: false, responseId: 'mine:1' }))
      await ledger.settle('a', settlement({ x: 5 }, { final: false }))
      assert.equal((await ledger.operations({}))[0]?.settled?.responseId, 'mine:1')
      assert.deepEqual(await ledger.settle('a', settlement({ x: 6 }, { responseId: 'mine:1' })), { kind: 'settled', posted: [{ bucket: 'x', amount: 1 }] })
    }),
    on('what was presumed is given back when the answer was charged elsewhere', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }, { responseId: 'mine:1' }))
      await sent(ledger, 'b', [entry('y')])
      await ledger.sweep(START + MINUTE)
      await counts(ledger, 'y', 10, 0)
      assert.equal((await ledger.settle('b', settlement({ y: 4 }, { responseId: 'mine:1' }))).kind, 'charged-elsewhere')
      await counts(ledger, 'y', 0, 0)
    }),
    on('a late settlement corrects what was presumed, in the window of the hold', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('monday')])
      await ledger.sweep(START + MINUTE)
      await sent(ledger, 'b', [entry('tuesday')])
      assert.deepEqual(await ledger.settle('a', settlement({ monday: 3 })), { kind: 'settled', posted: [{ bucket: 'monday', amount: -7 }] })
      await counts(ledger, 'monday', 3, 0)
      await counts(ledger, 'tuesday', 0, 10)
    }),
    on('a partial settlement corrects what was presumed too', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await ledger.sweep(START + MINUTE)
      await ledger.settle('a', settlement({ x: 3 }, { final: false }))
      await counts(ledger, 'x', 3, 0)
    }),
    on('use of an operation that was never marked, or given up, is owed as well', async ({ ledger }) => {
      await held(ledger, 'unmarked', [entry('x')])
      await ledger.settle('unmarked', settlement({ x: 4 }))
      await held(ledger, 'voided', [entry('x')])
      await ledger.void('voided')
      await ledger.settle('voided', settlement({ x: 5 }))
      await counts(ledger, 'x', 9, 0)
    }),
    on('another window, a broken amount or an unknown operation is refused loudly', async ({ ledger }) => {
      await sent(ledger, 'a', [entry('x')])
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.settle('a', settlement({ x: 1, other: 1 })))
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.settle('a', settlement({ x: 1.5 })))
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.settle('a', settlement({ x: -1 })))
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.settle('a', { ...settlement({}), postings: [{ bucket: 'x', amount: 1 }, { bucket: 'x', amount: 1 }] }))
      await throwsCode('AUTOPACK_LEDGER_OPERATION_UNKNOWN', ledger.settle('b', settlement({})))
      await counts(ledger, 'x', 0, 10)
    }),
    on('what a call was and what came of it is kept as it was said', async ({ ledger, clock }) => {
      await held(ledger, 'a', [entry('x')], { expiresAt: START + 5.9 })
      await clock.advance(10)
      await sent(ledger, 'b', [entry('x')])
      await ledger.settle('a', settlement({ x: 4 }, { responseId: 'mine:1' }))
      const [a, b, ...none] = await ledger.operations({ run: 'run', phase: 'phase' })
      assert.deepEqual(a, { operation: 'a', state: 'settled', reservedAt: START, expiresAt: START + 5, facts: a?.facts, settled: { ...answered, final: true, responseId: 'mine:1' }, holds: [{ bucket: 'x', amount: 10 }], charged: [{ bucket: 'x', amount: 4 }] })
      assert.deepEqual([b?.state, b?.settled, b?.charged, b?.facts.model], ['sent', null, [], 'small'])
      assert.deepEqual(none, [])
      assert.deepEqual((await ledger.operations({ from: START + 1 })).map(({ operation }) => operation), ['b'])
      assert.deepEqual((await ledger.operations({ to: START + 10 })).map(({ operation }) => operation), ['a'])
      assert.deepEqual((await ledger.operations({ operation: 'b' })).map(({ operation }) => operation), ['b'])
      assert.deepEqual(await ledger.operations({ run: 'other' }), [])
    }),
  ]
}
