import { createFakeClock, ledgerConformance, ledgerWalk } from '@autopack/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryLedger } from './memory-ledger.ts'

describe('the ledger in memory', () => {
  const cases = ledgerConformance({
    open: async (clock) => ({ ledger: createMemoryLedger({ clock }), reopen: null, miscount: null, location: '', dispose: async () => undefined }),
    capabilities: { durable: false, repairable: false, processes: null },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())

  it('agrees with the model on every walk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(0xffff), { maxLength: 3000, size: 'max' }), async (choices) => ledgerWalk({ ledger: createMemoryLedger({ clock: createFakeClock() }), reopen: null }, choices)),
      { numRuns: 100, plugins: [fc.interruptAfterTimeLimit(15_000)] },
    )
  })
})
