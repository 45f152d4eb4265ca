import { createMemoryLedger } from '@autopack/model-router'
import { expect, test } from 'vitest'
import { createLazyLedger } from './lazy-ledger.ts'

const clock = { now: () => 0, monotonic: () => 0, sleep: async () => undefined }

test('a ledger that could not be opened is opened by the next who asks, once', async () => {
  let openings = 0
  let closings = 0
  const ledger = createLazyLedger(async () => {
    openings += 1
    if (openings === 1) throw new Error('database is locked')
    return { ...createMemoryLedger({ clock }), close: async () => void (closings += 1) }
  })
  await expect(ledger.sweep(0)).rejects.toThrow('database is locked')
  await ledger.close()
  expect(await Promise.all([ledger.sweep(0), ledger.sweep(0)])).toEqual([{ voided: [], presumed: [] }, { voided: [], presumed: [] }])
  await ledger.close()
  expect([openings, closings]).toEqual([2, 1])
})
