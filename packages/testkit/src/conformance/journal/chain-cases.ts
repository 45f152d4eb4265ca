import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { eventHash, firstPreviousHash } from './event-hash.ts'
import { given, MINUTE, notes, readAll, refusedWith, type JournalCaseBuilder } from './journal-case.ts'

export function chainCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('every event is chained to the one before, by the published rule', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(2), { batchId: 'b1' })
      await journal.append('run', 1, 2, notes(2, 'ä'), { batchId: 'b2' })
      let previous = firstPreviousHash
      for (const event of await readAll(journal, 'run')) {
        assert.equal(event.hash, eventHash(previous, 'run', event))
        previous = event.hash
      }
    }),
  ]
}

/** For journals whose storage can be reached from outside. */
export function tamperCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('a changed event is found, and reading stops before it', async ({ journal, tamper }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(5), { batchId: 'b' })
      await given(tamper, 'tamper')('run', 3, 'change')
      const seen: number[] = []
      await refusedWith(
        'AUTOPACK_JOURNAL_CORRUPT',
        (async () => {
          for await (const { seq } of journal.read('run', 1)) seen.push(seq)
        })(),
      )
      assert.deepEqual(seen, [1, 2])
    }),
    on('a missing event is found, in the middle and at the end', async ({ journal, tamper }) => {
      for (const [run, seq] of [['middle', 3], ['end', 5]] as const) {
        await journal.create(run, 'a', MINUTE)
        await journal.append(run, 1, 0, notes(5), { batchId: 'b' })
        await given(tamper, 'tamper')(run, seq, 'remove')
        await refusedWith('AUTOPACK_JOURNAL_CORRUPT', readAll(journal, run))
      }
    }),
    on('a damaged run leaves the others readable', async ({ journal, tamper }) => {
      for (const run of ['good', 'bad']) {
        await journal.create(run, 'a', MINUTE)
        await journal.append(run, 1, 0, notes(2), { batchId: 'b' })
      }
      await given(tamper, 'tamper')('bad', 1, 'change')
      await refusedWith('AUTOPACK_JOURNAL_CORRUPT', readAll(journal, 'bad'))
      assert.equal((await readAll(journal, 'good')).length, 2)
    }),
  ]
}

/** For journals that outlive their process. */
export function durableCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('a journal opened again has everything: events, batches, signals, epochs', async ({ journal, reopen }) => {
      await journal.create('run', 'a', MINUTE)
      const first = await journal.append('run', 1, 0, notes(3), { batchId: 'b1' })
      const { signal } = await journal.signal('run', 'pause', null, 'k')
      const before = await readAll(journal, 'run')
      const again = await given(reopen, 'reopen')()
      assert.deepEqual(await readAll(again, 'run'), before)
      assert.deepEqual(await again.signals('run'), [signal])
      assert.deepEqual(await again.acquire('run', 'b', MINUTE), { epoch: 2 })
      assert.deepEqual(await again.append('run', 2, 0, notes(3), { batchId: 'b1' }), first)
      await again.append('run', 2, 3, notes(1), { batchId: 'b2' })
      assert.deepEqual((await readAll(again, 'run')).map(({ epoch }) => epoch), [1, 1, 1, 2])
    }),
  ]
}
