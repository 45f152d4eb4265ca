import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { note, readAll } from '../../test/events.ts'
import { realClock as clock } from '../../test/real-clock.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openDatabase } from '../database/open-database.ts'
import { openStore } from '../index.ts'
import { takeHostLock } from '../owner/host-lock.ts'
import { identifySelf } from '../owner/process-identity.ts'
import { GENESIS, link } from './chain.ts'
import { createLeases } from './leases.ts'
import { createRunRows } from './run-rows.ts'

const MINUTE = 60_000

describe('a lease on SQLite', () => {
  it('never stands without its lock, however acquiring and releasing cross', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock })
    const { journal } = store
    for (const run of ['one', 'two', 'three']) {
      await journal.create(run, 'a', MINUTE)
      const [, lease] = await Promise.all([journal.release(run, 1), journal.acquire(run, 'b', MINUTE)])
      expect(lease).toEqual({ epoch: 2 })
      expect(takeHostLock(DatabaseSync, join(folder.path, 'locks', `${run}.lock`))).toBeNull()
    }
    await store.close()
  })

  it('gives its lock back when it cannot be written down', async () => {
    await using folder = await temporaryFolder()
    const database = await openDatabase({ DatabaseSync, path: join(folder.path, 'journal.db'), clock })
    const events: string[] = []
    const leases = createLeases({
      database: { ...database, write: () => Promise.reject(new Error('full')) },
      rows: createRunRows(database),
      clock,
      self: await identifySelf(),
      takeLock: async () => ({ release: () => void events.push('released') }),
    })
    await expect(leases.create('run', 'a', MINUTE)).rejects.toThrow('full')
    expect(events).toEqual(['released'])
    database.close()
  })
})

describe('a journal that was written anew from the outside', () => {
  it('is found although every link fits', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock })
    const { journal } = store
    await journal.create('run', 'a', MINUTE)
    await journal.append('run', 1, 0, [note('true')], { batchId: 'b' })
    const forged = link(GENESIS, { run: 'run', seq: 1, epoch: 1, at: 0 }, note('lies'))
    const connection = new DatabaseSync(join(folder.path, 'journal.db'))
    connection.prepare('UPDATE events SET text = ?, hash = ?').run(forged.text, forged.hash)
    connection.close()
    await expect(readAll(journal, 'run')).rejects.toMatchObject({ code: 'AUTOPACK_JOURNAL_CORRUPT' })
    await store.close()
  })
})
