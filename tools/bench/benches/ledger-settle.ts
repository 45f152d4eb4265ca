import { join } from 'node:path'
import type { Reservation, Settlement } from '@autopack/contracts'
import { systemClock } from '@autopack/core/node'
import { openLedger } from '@autopack/store-sqlite'
import type { Bench, Finding } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { openBareLedger } from '../trial/bare-ledger.ts'

const rounds = 30
const times = { normal: 50, full: 5 } as const

export const ledgerSettle: Bench = {
  name: 'ledger-settle',
  about: 'One call reserved under four limits and settled, two durable transactions, against the same prepared statements written out by hand on the same schema, without a check of anything.',
  run: (place) =>
    place.inFolder(async (folder) => {
      const findings: Finding[] = []
      for (const synchronous of ['normal', 'full'] as const) findings.push(await measure(join(folder, synchronous), synchronous))
      return findings
    }),
}

async function measure(folder: string, synchronous: 'normal' | 'full'): Promise<Finding> {
  const options = { clock: systemClock, synchronous }
  // the schema of the bare one is made by a ledger, too
  const [ledger, other] = [await openLedger({ directory: join(folder, 'ledger'), ...options }), await openLedger({ directory: join(folder, 'bare'), ...options })]
  await other.close()
  const bare = openBareLedger(join(folder, 'bare'), synchronous)
  let made = 0
  const mean = async (work: (reservation: Reservation) => Promise<void> | void): Promise<number> => {
    const total = await timed(async () => {
      for (let time = 0; time < times[synchronous]; time += 1) await work(reservationOf((made += 1)))
    })
    return (total * 1000) / times[synchronous]
  }
  try {
    const measured = await alternate(rounds, {
      'ledger µs': () =>
        mean(async (reservation) => {
          await ledger.reserve(reservation)
          await ledger.settle(reservation.operation, settlement)
        }),
      'bare statements µs': () => mean((reservation) => bare.reserveAndSettle(reservation, settlement)),
    })
    const value = measured['ledger µs'].median / measured['bare statements µs'].median
    return { what: `reserve and settle, four limits, synchronous ${synchronous} ÷ bare statements`, value, unit: '×', goal: { atMost: 1.5 }, measured }
  } finally {
    bare.close()
    await ledger.close()
  }
}

const buckets = ['tokens:run/bench', 'usd:run/bench', 'tokens:quota/weekly/20599', 'requests:quota/daily/20599'] as const

function reservationOf(number: number): Reservation {
  return {
    operation: `bench/phase/1/build/1.1/${number}`,
    entries: buckets.map((bucket) => ({ limit: bucket, bucket, window: [bucket], observation: null, floor: 0, amount: 1000, hard: 1_000_000_000_000 })),
    anchors: [],
    expiresAt: 1_800_000_000_000,
    facts: { run: 'bench', phase: 'phase', role: 'builder', provider: 'bench', model: 'model', bound: { tokens: 1000, nanoUsd: 1000 }, priceVersion: null },
  }
}

const settlement: Settlement = {
  postings: buckets.map((bucket) => ({ bucket, amount: 700 })),
  final: true,
  responseId: null,
  facts: { outcome: 'answer', usage: { input: 600, cacheRead: 0, cacheWrite: 0, output: 100, reasoning: 0 }, certainty: 'reported', nanoUsd: 700, priceVersion: null, served: 'model' },
}
