import assert from 'node:assert/strict'
import type { Breaker } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { START, throwsCode, type LedgerCaseBuilder } from './ledger-case.ts'

const OPEN: Breaker = { failures: 5, openUntil: 300, probeUntil: null }

export function healthCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return [
    on('a cooldown is lengthened and never shortened', async ({ ledger }) => {
      await ledger.cooldown('k', 100.5, 'first')
      await ledger.cooldown('k', 50, 'shorter')
      assert.deepEqual((await ledger.snapshot([], ['k'])).cooldowns, { k: { until: 100, reason: 'first' } })
      await ledger.cooldown('k', 200, 'longer')
      assert.deepEqual((await ledger.snapshot([], ['k'])).cooldowns, { k: { until: 200, reason: 'longer' } })
    }),
    on('a cooldown that was ended is gone, and may be followed by a shorter one', async ({ ledger }) => {
      await ledger.cooldown('k', 9000, 'long')
      await ledger.cooldown('other', 100, 'kept')
      await ledger.endCooldown('k')
      await ledger.endCooldown('k')
      assert.deepEqual((await ledger.snapshot([], ['k', 'other'])).cooldowns, { other: { until: 100, reason: 'kept' } })
      await ledger.cooldown('k', 50, 'shorter')
      assert.deepEqual((await ledger.snapshot([], ['k'])).cooldowns, { k: { until: 50, reason: 'shorter' } })
    }),
    on('a breaker changes only from what was seen', async ({ ledger }) => {
      assert.equal(await ledger.breaker('k'), null)
      assert.equal(await ledger.putBreaker('k', 1, OPEN), false)
      assert.equal(await ledger.putBreaker('k', null, OPEN), true)
      assert.equal(await ledger.putBreaker('k', null, OPEN), false)
      const seen = await ledger.breaker('k')
      assert.deepEqual(seen, { ...OPEN, version: 1 })
      const probing = await Promise.all([1, 2, 3].map((probeUntil) => ledger.putBreaker('k', 1, { ...OPEN, probeUntil })))
      assert.equal(probing.filter(Boolean).length, 1)
      assert.equal((await ledger.breaker('k'))?.version, 2)
      assert.deepEqual((await ledger.snapshot([], ['k'])).breakers, { k: await ledger.breaker('k') })
      await throwsCode('AUTOPACK_LEDGER_MISUSE', ledger.putBreaker('k', 2, { ...OPEN, failures: -1 }))
    }),
    on('at most so many have a permit, however many ask at once', async ({ ledger }) => {
      const results = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => ledger.permit('k', 2, owner, 1000)))
      assert.equal(results.filter(({ kind }) => kind === 'granted').length, 2)
      assert.deepEqual(results.at(-1), { kind: 'full', freeAt: START + 1000 })
      assert.deepEqual(await ledger.permit('other', 1, 'a', 1000), { kind: 'granted' })
    }),
    on('a permit that was given back is free, and giving back again changes nothing', async ({ ledger }) => {
      await ledger.permit('k', 1, 'a', 1000)
      await ledger.release('k', 'a')
      await ledger.permit('k', 1, 'b', 1000)
      await ledger.release('k', 'a')
      assert.equal((await ledger.permit('k', 1, 'c', 1000)).kind, 'full')
    }),
    on('a permit lapses unless its owner asks again', async ({ ledger, clock }) => {
      await ledger.permit('k', 1, 'a', 1000)
      await clock.advance(600)
      assert.deepEqual(await ledger.permit('k', 1, 'a', 1000), { kind: 'granted' })
      await clock.advance(999)
      assert.deepEqual(await ledger.permit('k', 1, 'b', 1000), { kind: 'full', freeAt: START + 1600 })
      await clock.advance(1)
      assert.deepEqual(await ledger.permit('k', 1, 'b', 1000), { kind: 'granted' })
      assert.equal((await ledger.permit('k', 1, 'a', 1000)).kind, 'full')
    }),
    on('a permit lasts no longer than it may where the clock is set back', async ({ ledger, clock }) => {
      await ledger.permit('k', 1, 'dead', 1000)
      clock.jump(-3_600_000)
      assert.deepEqual(await ledger.permit('k', 1, 'b', 1000), { kind: 'granted' })
      assert.deepEqual(await ledger.permit('k', 1, 'c', 1000), { kind: 'full', freeAt: START - 3_600_000 + 1000 })
    }),
    on('decisions are kept in order, as they were', async ({ ledger, clock }) => {
      const decision = { candidates: [{ model: 'small', taken: true, because: 'Grüße 🌍' }], bound: null }
      await ledger.record({ operation: 'a/1', run: 'r', phase: 'p', decision })
      await clock.advance(5)
      await ledger.record({ operation: 'a/1', run: 'r', phase: 'q', decision: 'again' })
      await ledger.record({ operation: 'b/1', run: null, phase: null, decision: undefined })
      assert.deepEqual(await ledger.decisions({ run: 'r' }), [
        { operation: 'a/1', run: 'r', phase: 'p', at: START, decision },
        { operation: 'a/1', run: 'r', phase: 'q', at: START + 5, decision: 'again' },
      ])
      assert.deepEqual((await ledger.decisions({ run: 'r', phase: 'q' })).map(({ decision }) => decision), ['again'])
      assert.deepEqual((await ledger.decisions({ operation: 'b/1' })).map(({ decision }) => decision), [null])
      assert.equal((await ledger.decisions({})).length, 3)
    }),
  ]
}
