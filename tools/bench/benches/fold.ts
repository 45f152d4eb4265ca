import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@autopack/core/node'
import { openStore } from '@autopack/store-sqlite'
import type { Bench, Finding } from '../bench.ts'
import { alternate } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { sampleEvents } from '../trial/sample-events.ts'

const rounds = 11
const batch = 1000
const script = fileURLToPath(new URL('../trial/fold-journal.ts', import.meta.url))

export const fold: Bench = {
  name: 'fold',
  about: 'A journal read from the disk, its hash chain verified, and folded into a view: by a fresh process each time, opening the store included, loading the code not.',
  run: (place) => place.inFolder(measure),
}

async function measure(folder: string): Promise<readonly Finding[]> {
  const journals = { few: join(folder, '10k'), many: join(folder, '100k') }
  await writeJournal(journals.few, 10_000)
  await writeJournal(journals.many, 100_000)
  const measured = await alternate(rounds, { '10k ms': () => foldIn(journals.few), '100k ms': () => foldIn(journals.many) })
  const { '10k ms': few, '100k ms': many } = measured
  return [
    { what: 'fold of 10,000 events', value: few.median, unit: 'ms', goal: { atMost: 60 }, measured: { '10k ms': few } },
    { what: 'fold of 100,000 events', value: many.median, unit: 'ms', goal: { atMost: 500 }, measured: { '100k ms': many } },
    { what: 'ten times the events, times the time', value: many.median / few.median, unit: '×', goal: { atMost: 11 }, measured },
  ]
}

async function writeJournal(directory: string, count: number): Promise<void> {
  const { journal } = await openStore({ directory, clock: systemClock })
  const lease = await journal.create('sample', 'bench', 600_000)
  const events = sampleEvents(count)
  for (let seq = 0; seq < count; seq += batch) {
    await journal.append('sample', lease?.epoch ?? 0, seq, events.slice(seq, seq + batch), { batchId: `batch-${seq}` })
  }
  await journal.close()
}

async function foldIn(directory: string): Promise<number> {
  const { stdout } = await runProcess(process.execPath, ['--conditions=@autopack/source', script, directory], { cwd: directory })
  return Number(stdout)
}
