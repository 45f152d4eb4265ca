import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@autopack/core/node'
import { openStore } from '@autopack/store-sqlite'
import type { Bench, Finding } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { redAttempt } from '../trial/sample-events.ts'

const rounds = 30
const times = 5
const events = redAttempt(1)

export const journalAppend: Bench = {
  name: 'journal-append',
  about: `${events.length} events in one durable transaction of the journal, hash chain included, against as many lines appended to a plain file with an fdatasync after each.`,
  run: (place) => place.inFolder(measure),
}

async function measure(folder: string): Promise<readonly Finding[]> {
  const { journal } = await openStore({ directory: join(folder, 'store'), clock: systemClock })
  const lease = await journal.create('sample', 'bench', 600_000)
  const file = openSync(join(folder, 'lines'), 'a')
  const lines = events.map((event) => `${JSON.stringify(event)}\n`)
  let seq = 0
  try {
    const measured = await alternate(rounds, {
      'journal ms': async () =>
        mean(async () => {
          await journal.append('sample', lease?.epoch ?? 0, seq, events, { batchId: `batch-${seq}` })
          seq += events.length
        }),
      'fdatasync ms': async () =>
        mean(async () => {
          for (const line of lines) {
            writeSync(file, line)
            fdatasyncSync(file)
          }
        }),
    })
    const value = measured['fdatasync ms'].median / measured['journal ms'].median
    return [{ what: `${events.length} appends with fdatasync ÷ one transaction`, value, unit: '×', goal: { atLeast: 5 }, measured }]
  } finally {
    closeSync(file)
    await journal.close()
  }
}

async function mean(work: () => Promise<void>): Promise<number> {
  const total = await timed(async () => {
    for (let count = 0; count < times; count += 1) await work()
  })
  return total / times
}
