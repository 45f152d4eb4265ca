import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { MINUTE, notes, readAll, refusedWith, type JournalCaseBuilder } from './journal-case.ts'

export function mailboxCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('a signal waits for whoever comes, in order', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.release('run', 1)
      const { first, signal } = await journal.signal('run', 'approval', { decision: 'approve', note: 'ä' }, 'k1')
      await journal.signal('run', 'pause', null, 'k2')
      assert.equal(first, true)
      assert.deepEqual((await journal.signals('run')).map(({ name, dedupeKey }) => [name, dedupeKey]), [['approval', 'k1'], ['pause', 'k2']])
      assert.deepEqual((await journal.signals('run'))[0], signal)
      assert.deepEqual(signal.payload, { decision: 'approve', note: 'ä' })
    }),
    on('the second signal of one key gets the first back, also after it was consumed', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const { signal } = await journal.signal('run', 'approval', 'approve', 'k')
      assert.deepEqual(await journal.signal('run', 'approval', 'reject', 'k'), { first: false, signal })
      await journal.append('run', 1, 0, notes(1), { batchId: 'b', consume: [signal.id] })
      assert.deepEqual(await journal.signal('run', 'approval', 'reject', 'k'), { first: false, signal })
      assert.deepEqual(await journal.signals('run'), [])
    }),
    on('of many signals of one key sent at once one is first', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const sent = await Promise.all([1, 2, 3, 4].map((payload) => journal.signal('run', 'approval', payload, 'k')))
      assert.equal(sent.filter(({ first }) => first).length, 1)
      assert.equal(new Set(sent.map(({ signal }) => signal.payload)).size, 1)
    }),
    on('an append that is refused consumes nothing', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const { signal } = await journal.signal('run', 'cancel', null, 'k')
      await refusedWith('AUTOPACK_JOURNAL_CONFLICT', journal.append('run', 1, 7, notes(1), { batchId: 'b', consume: [signal.id] }))
      await refusedWith('AUTOPACK_FENCED', journal.append('run', 9, 0, notes(1), { batchId: 'b', consume: [signal.id] }))
      assert.deepEqual(await journal.signals('run'), [signal])
    }),
    on('an empty append may consume, once', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const { signal } = await journal.signal('run', 'continue', null, 'k')
      const result = await journal.append('run', 1, 0, [], { batchId: 'b', consume: [signal.id] })
      assert.deepEqual(result, { kind: 'appended', seq: 0, events: [] })
      assert.deepEqual(await journal.append('run', 1, 0, [], { batchId: 'b', consume: [signal.id] }), result)
      assert.deepEqual(await journal.signals('run'), [])
    }),
    on('a run does not go to sleep over an unread signal', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      const { signal } = await journal.signal('run', 'approval', null, 'k1')
      const late = await journal.signal('run', 'pause', null, 'k2')
      assert.deepEqual(await journal.append('run', 1, 0, notes(1), { batchId: 'b', park: true, consume: [signal.id] }), { kind: 'wakeNow' })
      assert.deepEqual(await readAll(journal, 'run'), [])
      assert.deepEqual((await journal.signals('run')).map(({ id }) => id), [signal.id, late.signal.id])
      const both = [signal.id, late.signal.id]
      const parked = await journal.append('run', 1, 0, notes(1), { batchId: 'b', park: true, consume: both })
      assert.equal(parked.kind, 'appended')
      assert.deepEqual(await journal.signals('run'), [])
    }),
    on('an append that does not park ignores unread signals', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.signal('run', 'pause', null, 'k')
      assert.equal((await journal.append('run', 1, 0, notes(1), { batchId: 'b' })).kind, 'appended')
      assert.equal((await journal.signals('run')).length, 1)
    }),
  ]
}
