import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { realClock } from '../../test/real-clock.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { loadSqlite } from '../database/load-sqlite.ts'
import { openDatabase } from '../database/open-database.ts'
import { openLedger, openStore } from '../index.ts'

describe('the ledger’s file', () => {
  it('is this user’s alone, and closed as often as one likes', async () => {
    await using folder = await temporaryFolder()
    const directory = join(folder.path, 'state', 'autopack')
    const ledger = await openLedger({ directory, clock: realClock })
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await stat(join(directory, 'ledger.db'))).mode & 0o777).toBe(0o600)
    await ledger.close()
    await ledger.close()
  })

  it('may share a folder with a store', async () => {
    await using folder = await temporaryFolder()
    const ledger = await openLedger({ directory: folder.path, clock: realClock })
    const store = await openStore({ directory: folder.path, clock: realClock })
    await ledger.cooldown('k', 5, 'limit')
    await store.baselines.put('key', 'value')
    expect((await ledger.snapshot([], ['k'])).cooldowns).toEqual({ k: { until: 5, reason: 'limit' } })
    await store.close()
    await ledger.close()
  })

  it('is refused when a newer Autopack has written it', async () => {
    await using folder = await temporaryFolder()
    await (await openLedger({ directory: folder.path, clock: realClock })).close()
    const connection = new DatabaseSync(join(folder.path, 'ledger.db'))
    connection.exec(`PRAGMA user_version=99; UPDATE store SET value = '9.9.0'`)
    connection.close()
    await expect(openLedger({ directory: folder.path, clock: realClock })).rejects.toThrow('Use Autopack 9.9.0 or newer')
  })

  it('lies in a folder', async () => {
    await using folder = await temporaryFolder()
    await (await openLedger({ directory: folder.path, clock: realClock })).close()
    await expect(openLedger({ directory: join(folder.path, 'ledger.db'), clock: realClock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_UNAVAILABLE' })
  })
})

describe('a commit', () => {
  it.each([
    { synchronous: undefined, stored: 2 },
    { synchronous: 'full', stored: 2 },
    { synchronous: 'normal', stored: 1 },
  ] as const)('is as durable as asked: $synchronous', async ({ synchronous, stored }) => {
    await using folder = await temporaryFolder()
    const options = { DatabaseSync: await loadSqlite(), path: join(folder.path, 'some.db'), clock: realClock }
    const database = await openDatabase(synchronous === undefined ? options : { ...options, synchronous })
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: stored })
    database.close()
  })
})
