import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { given, MINUTE, note, notes, readAll, refusedWith, type JournalCaseBuilder } from './journal-case.ts'

const badNames = ['', '.', '..', '../up', 'a/b', 'a\\b', 'A', '-a', 'a-', 'a b', 'a.lock', 'ä', 'a\0b', 'x'.repeat(41)]

export function leaseCases(on: JournalCaseBuilder): ConformanceCase[] {
  return [
    on('creating a run takes its lease with the first epoch', async ({ journal }) => {
      assert.deepEqual(await journal.create('run', 'a', MINUTE), { epoch: 1 })
      assert.deepEqual(await readAll(journal, 'run'), [])
    }),
    on('a name that exists is not created again', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      assert.equal(await journal.create('run', 'b', MINUTE), null)
      await journal.release('run', 1)
      assert.equal(await journal.create('run', 'b', MINUTE), null)
    }),
    on('of several who create the same name at once one gets it', async ({ journal }) => {
      const leases = await Promise.all(['a', 'b', 'c'].map((owner) => journal.create('run', owner, MINUTE)))
      assert.equal(leases.filter((lease) => lease !== null).length, 1)
    }),
    on('a name that is not a file name and a ref everywhere is refused', async ({ journal }) => {
      for (const name of badNames) await refusedWith('AUTOPACK_RUN_NAME_INVALID', journal.create(name, 'a', MINUTE))
      assert.deepEqual(await journal.runs(), [])
    }),
    on('an unknown run is named as such', async ({ journal }) => {
      await refusedWith('AUTOPACK_RUN_UNKNOWN', journal.acquire('run', 'a', MINUTE))
      await refusedWith('AUTOPACK_RUN_UNKNOWN', journal.renew('run', 1, MINUTE))
      await refusedWith('AUTOPACK_RUN_UNKNOWN', journal.append('run', 1, 0, notes(1), { batchId: 'b' }))
      await refusedWith('AUTOPACK_RUN_UNKNOWN', journal.signal('run', 'cancel', null, 'k'))
      await refusedWith('AUTOPACK_RUN_UNKNOWN', journal.signals('run'))
      await refusedWith('AUTOPACK_RUN_UNKNOWN', readAll(journal, 'run'))
    }),
    on('a held run is not given to another owner', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
    }),
    on('a released run is given on under the next epoch, and releasing again does nothing', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.release('run', 1)
      await journal.release('run', 1)
      assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
      await journal.release('run', 1)
      assert.equal(await journal.acquire('run', 'c', MINUTE), null)
      await journal.release('missing', 1)
    }),
    on('the same owner may ask again, and its old epoch is over', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      assert.deepEqual(await journal.acquire('run', 'a', MINUTE), { epoch: 2 })
      await refusedWith('AUTOPACK_FENCED', journal.append('run', 1, 0, notes(1), { batchId: 'b' }))
    }),
    on('an expired owner is replaced and fenced', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      clock.jump(MINUTE + 1)
      assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
      await refusedWith('AUTOPACK_FENCED', journal.append('run', 1, 0, notes(1), { batchId: 'b' }))
      await refusedWith('AUTOPACK_FENCED', journal.renew('run', 1, MINUTE))
      assert.deepEqual(await readAll(journal, 'run'), [])
    }),
    on('a renewed lease lasts from the renewal', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      clock.jump(MINUTE - 5000)
      await journal.renew('run', 1, MINUTE)
      clock.jump(MINUTE - 5000)
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
    }),
    on('an owner that is late but was not replaced still writes', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      clock.jump(MINUTE * 10)
      await journal.append('run', 1, 0, notes(1), { batchId: 'b' })
      await journal.renew('run', 1, MINUTE)
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
    }),
    on('who has given up the lease cannot write', async ({ journal }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.release('run', 1)
      await refusedWith('AUTOPACK_FENCED', journal.append('run', 1, 0, notes(1), { batchId: 'b' }))
      await refusedWith('AUTOPACK_FENCED', journal.renew('run', 1, MINUTE))
    }),
    on('a wall clock that goes back neither loses nor doubles the lease', async ({ journal, clock }) => {
      await journal.create('run', 'a', MINUTE)
      await journal.append('run', 1, 0, [note('early')], { batchId: 'b1' })
      clock.jump(-60 * MINUTE)
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
      await journal.append('run', 1, 1, [note('late')], { batchId: 'b2' })
      await journal.renew('run', 1, MINUTE)
      clock.jump(MINUTE + 1)
      assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
      const [first, second] = await readAll(journal, 'run')
      assert.ok(first !== undefined && second !== undefined && second.at < first.at)
    }),
    on('runs are listed newest first, with their length and living owner', async ({ journal }) => {
      await journal.create('old', 'a', MINUTE)
      await journal.append('old', 1, 0, notes(2), { batchId: 'b' })
      await journal.create('new', 'a', MINUTE)
      await journal.release('old', 1)
      assert.deepEqual(await journal.runs(), [
        { run: 'new', lastSeq: 0, ownerPid: process.pid },
        { run: 'old', lastSeq: 2, ownerPid: null },
      ])
    }),
    on('runs do not touch each other', async ({ journal }) => {
      const one = given(await journal.create('one', 'a', MINUTE), 'a lease')
      const two = given(await journal.create('two', 'b', MINUTE), 'a lease')
      await journal.append('one', one.epoch, 0, notes(2, 'one'), { batchId: 'same' })
      await journal.append('two', two.epoch, 0, notes(1, 'two'), { batchId: 'same' })
      await journal.signal('one', 'pause', null, 'same')
      assert.deepEqual((await readAll(journal, 'two')).length, 1)
      assert.deepEqual(await journal.signals('two'), [])
    }),
  ]
}
