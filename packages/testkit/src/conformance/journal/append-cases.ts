import assert from 'node:assert/strict'
import type { NewEvent } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { eventsOf, MINUTE, note, notes, owners, readAll, refusedWith, type JournalCaseBuilder } from './journal-case.ts'

export function appendCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('what is appended is numbered from 1 and read back the same', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      const before = clock.now()
      const first = await journal.append('run', 1, 0, notes(2, 'first'), { batchId: 'b1' })
      const second = await journal.append('run', 1, 2, notes(1, 'second'), { batchId: 'b2' })
      const events = await readAll(journal, 'run')
      assert.deepEqual(events, [...eventsOf(first), ...eventsOf(second)])
      assert.deepEqual(events.map(({ seq, epoch, version }) => [seq, epoch, version]), [[1, 1, 1], [2, 1, 1], [3, 1, 1]])
      assert.deepEqual(owners(events), ['first-1', 'first-2', 'second-1'])
      assert.ok(events.every(({ at }) => at >= before && at <= clock.now()))
    }),
    on('events have the time that they are given', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      const at = Math.trunc(clock.now()) - 90_000
      await journal.append('run', 1, 0, notes(2), { batchId: 'b1', at })
      assert.deepEqual((await readAll(journal, 'run')).map((event) => event.at), [at, at])
    }),
    on('reading starts where it is told to and goes across pages', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(1200), { batchId: 'b' })
      const all = await readAll(journal, 'run')
      assert.deepEqual(all.map(({ seq }) => seq), Array.from({ length: 1200 }, (_, index) => index + 1))
      for (const from of [2, 256, 257, 1200]) assert.deepEqual(await readAll(journal, 'run', from), all.slice(from - 1))
      assert.deepEqual(await readAll(journal, 'run', 1201), [])
      assert.deepEqual(await readAll(journal, 'run', 5000), [])
    }),
    on('a reader sees the end as it was when it began', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(3), { batchId: 'b1' })
      const reader = journal.read('run', 1)[Symbol.asyncIterator]()
      await reader.next()
      await journal.append('run', 1, 3, notes(3), { batchId: 'b2' })
      let seen = 1
      while ((await reader.next()).done !== true) seen += 1
      assert.equal(seen, 3)
    }),
    on('text of every kind survives', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const texts = ['Grüße, 世界 🌍', 'nul \0 and quote " and \\', 'line\nbreak\u2028', '\ud800 alone', '__proto__', '']
      await journal.append('run', 1, 0, texts.map(note), { batchId: 'b' })
      assert.deepEqual(owners(await readAll(journal, 'run')), texts)
    }),
    on('what JSON cannot carry is gone at once, not only after a restart', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const extra: Record<string, unknown> = { extra: undefined }
      const event: NewEvent = { type: 'run-adopt', data: { owner: 'a', epoch: 1, ...extra } }
      const [returned] = eventsOf(await journal.append('run', 1, 0, [event], { batchId: 'b' }))
      assert.deepEqual(returned?.data, { owner: 'a', epoch: 1 })
    }),
    on('an unexpected place is a conflict and writes nothing', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(2), { batchId: 'b1' })
      for (const expected of [0, 1, 3]) await refusedWith('AUTOPACK_JOURNAL_CONFLICT', journal.append('run', 1, expected, notes(1), { batchId: `c${expected}` }))
      assert.equal((await readAll(journal, 'run')).length, 2)
    }),
    on('two who append at one place: one wins, the other has a conflict', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const results = await Promise.allSettled(['x', 'y', 'z'].map((name) => journal.append('run', 1, 0, [note(name)], { batchId: name })))
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.equal((await readAll(journal, 'run')).length, 1)
    }),
    on('the same batch again returns the first result and writes nothing', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const first = await journal.append('run', 1, 0, notes(2), { batchId: 'b1' })
      await journal.append('run', 1, 2, notes(1), { batchId: 'b2' })
      assert.deepEqual(await journal.append('run', 1, 0, notes(2), { batchId: 'b1' }), first)
      assert.equal((await readAll(journal, 'run')).length, 3)
    }),
    on('a stale owner is fenced even with a batch that was committed', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, notes(1), { batchId: 'b1' })
      await journal.release('run', 1)
      await journal.acquire('run', 'b', MINUTE)
      await refusedWith('AUTOPACK_FENCED', journal.append('run', 1, 0, notes(1), { batchId: 'b1' }))
    }),
    on('all events of a batch are written or none', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const circular: Record<string, unknown> = {}
      circular['self'] = circular
      const broken: NewEvent = { type: 'run-adopt', data: { owner: 'broken', epoch: 1, ...circular } }
      await assert.rejects(journal.append('run', 1, 0, [note('whole'), broken], { batchId: 'b' }))
      assert.deepEqual(await readAll(journal, 'run'), [])
      await journal.append('run', 1, 0, [note('whole')], { batchId: 'b' })
      assert.deepEqual(owners(await readAll(journal, 'run')), ['whole'])
    }),
  ]
}
