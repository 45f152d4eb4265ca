import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { realClock } from '../../test/real-clock.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { openStore } from '../index.ts'
import { createDatabase, retryWhileBusy } from './database.ts'

class Locked extends Error {
  readonly errcode = 5
}

describe('a busy database', () => {
  it('is waited for, and the event loop runs meanwhile', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock: realClock })
    const other = new DatabaseSync(join(folder.path, 'journal.db'))
    other.exec('BEGIN IMMEDIATE')
    const put = store.baselines.put('key', 'value')
    const first = await Promise.race([put.then(() => 'written'), realClock.sleep(250).then(() => 'still waiting')])
    expect(first).toBe('still waiting')
    other.exec('COMMIT')
    other.close()
    await put
    expect(await store.baselines.get('key')).toBe('value')
    await store.close()
  })

  it('is given up after a bounded number of tries', async () => {
    let tries = 0
    let slept = 0
    const clock = { ...realClock, sleep: async (ms: number) => void (slept += ms) }
    const body = (): never => {
      tries += 1
      throw new Locked('database is locked')
    }
    await expect(retryWhileBusy(body, clock, '/store/journal.db')).rejects.toMatchObject({ code: 'AUTOPACK_STORE_BUSY' })
    expect([tries, slept]).toEqual([80, 79 * 20])
  })

  it('is not confused with any other failure', async () => {
    let tries = 0
    const body = (): never => {
      tries += 1
      throw new Error('something else')
    }
    await expect(retryWhileBusy(body, realClock, '/store/journal.db')).rejects.toMatchObject({ code: 'AUTOPACK_STORE_UNAVAILABLE' })
    expect(tries).toBe(1)
  })
})

describe('a transaction', () => {
  it('does not begin its work before it has the lock', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'kept.db')
    const [connection, other] = [new DatabaseSync(path), new DatabaseSync(path)]
    other.exec('BEGIN IMMEDIATE')
    const lockedByOther: boolean[] = []
    const database = createDatabase({ connection, path, clock: { ...realClock, sleep: async () => other.exec('COMMIT') }, readOnly: false })
    await database.write(() => lockedByOther.push(other.isTransaction))
    expect(lockedByOther).toEqual([false])
    database.close()
    other.close()
  })

  it('leaves nothing behind when its body throws, and the next one works', async () => {
    const connection = new DatabaseSync(':memory:')
    connection.exec('CREATE TABLE kept (value TEXT) STRICT')
    const database = createDatabase({ connection, path: ':memory:', clock: realClock, readOnly: false })
    const insert = database.prepare('INSERT INTO kept VALUES (?)')
    const count = database.prepare('SELECT count(*) AS count FROM kept')
    const failing = database.write(() => {
      insert.run('half')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await database.read(() => count.get())).toEqual({ count: 0 })
    await database.write(() => insert.run('whole'))
    expect(await database.read(() => count.get())).toEqual({ count: 1 })
    database.close()
  })
})
