import { mkdir, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { note, readAll } from '../test/events.ts'
import { realClock as clock } from '../test/real-clock.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { openStore } from './index.ts'

const MINUTE = 60_000

describe('opening a store', () => {
  it('creates it for this user only', async () => {
    await using folder = await temporaryFolder()
    const directory = join(folder.path, 'new/autopack')
    const store = await openStore({ directory, clock })
    await store.journal.create('run', 'a', MINUTE)
    const { hash } = await store.artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'x' })
    for (const path of ['', 'artifacts', 'locks', 'artifacts/run']) expect([path, (await stat(join(directory, path))).mode & 0o777]).toEqual([path, 0o700])
    for (const path of ['journal.db', 'journal.db-wal', `artifacts/run/${hash}`]) expect([path, (await stat(join(directory, path))).mode & 0o077]).toEqual([path, 0])
    await store.close()
    await store.close()
  })

  it('keeps baselines across processes and replaces them', async () => {
    await using folder = await temporaryFolder()
    const first = await openStore({ directory: folder.path, clock })
    expect(await first.baselines.get('key')).toBeNull()
    await first.baselines.put('key', 'one')
    await first.baselines.put('key', 'two')
    await first.close()
    const second = await openStore({ directory: folder.path, clock })
    expect(await second.baselines.get('key')).toBe('two')
    await second.close()
  })

  it('gives the turn to measure a baseline to one at a time, whichever store of the folder it asks', async () => {
    await using folder = await temporaryFolder()
    const stores = await Promise.all([1, 2].map(() => openStore({ directory: folder.path, clock })))
    const claims = async (): Promise<readonly boolean[]> => {
      const found = []
      for (const { baselines } of stores) found.push(await baselines.claim('key'))
      return found.map((claim) => claim !== null)
    }
    const first = await stores[0]?.baselines.claim('key')
    expect(await claims()).toEqual([false, false])
    first?.release()
    first?.release()
    expect(await claims()).toEqual([true, false])
    for (const store of stores) await store.close()
  })

  it('refuses a store of a newer version and says which one it takes', async () => {
    await using folder = await temporaryFolder()
    await (await openStore({ directory: folder.path, clock })).close()
    const newer = new DatabaseSync(join(folder.path, 'journal.db'))
    newer.exec(`UPDATE store SET value = '9.8.0' WHERE key = 'since'; PRAGMA user_version = 99`)
    newer.close()
    for (const readOnly of [false, true]) {
      const opening = openStore({ directory: folder.path, clock, readOnly })
      await expect(opening).rejects.toMatchObject({ code: 'AUTOPACK_STORE_NEWER', message: expect.stringContaining('9.8.0') })
    }
  })

  it('refuses what is no database, and one that was cut', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'journal.db'), 'this is not a database. '.repeat(100))
    for (const readOnly of [false, true]) await expect(openStore({ directory: folder.path, clock, readOnly })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_CORRUPT' })

    await using other = await temporaryFolder()
    await (await openStore({ directory: other.path, clock })).close()
    await truncate(join(other.path, 'journal.db'), 5000)
    await expect(openStore({ directory: other.path, clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_CORRUPT' })
  })

  it('refuses a file where the folder should be, and a link to nowhere', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'file'), '')
    await symlink(join(folder.path, 'missing/deep'), join(folder.path, 'link'))
    for (const name of ['file', 'link']) await expect(openStore({ directory: join(folder.path, name), clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_UNAVAILABLE' })
  })

  it.skipIf(process.platform !== 'linux')('refuses a place where no folder can be', async () => {
    await expect(openStore({ directory: '/proc/autopack/state', clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_UNAVAILABLE' })
  })

  it('is one store under two names: what a link holds, the folder itself does not give away', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'real'))
    await symlink('real', join(folder.path, 'link'))
    const byLink = await openStore({ directory: join(folder.path, 'link'), clock })
    const byName = await openStore({ directory: join(folder.path, 'real'), clock })
    await byLink.journal.create('run', 'a', MINUTE)
    expect(await byName.journal.create('run', 'b', MINUTE)).toBeNull()
    expect(await byName.journal.acquire('run', 'b', MINUTE)).toBeNull()
    await byLink.close()
    expect(await byName.journal.acquire('run', 'b', MINUTE)).toEqual({ epoch: 2 })
    await byName.close()
  })
})

describe('opening a store to read', () => {
  it('finds an empty one where nothing is, and creates nothing', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: join(folder.path, 'autopack'), clock, readOnly: true })
    expect(await store.journal.runs()).toEqual([])
    expect(await store.baselines.get('key')).toBeNull()
    expect(await store.artifacts.list('run')).toEqual([])
    await expect(readAll(store.journal, 'run')).rejects.toMatchObject({ code: 'AUTOPACK_RUN_UNKNOWN' })
    await store.close()
    expect(await readdir(folder.path)).toEqual([])
  })

  it('sees what a living writer appends', async () => {
    await using folder = await temporaryFolder()
    const writer = await openStore({ directory: folder.path, clock })
    const reader = await openStore({ directory: folder.path, clock, readOnly: true })
    await writer.journal.create('run', 'a', MINUTE)
    await writer.journal.append('run', 1, 0, [note('a')], { batchId: 'b' })
    expect((await readAll(reader.journal, 'run')).length).toBe(1)
    expect((await reader.journal.runs())[0]).toEqual({ run: 'run', lastSeq: 1, ownerPid: process.pid })
    await reader.close()
    await writer.close()
  })

  it('refuses every write', async () => {
    await using folder = await temporaryFolder()
    const writer = await openStore({ directory: folder.path, clock })
    await writer.journal.create('run', 'a', MINUTE)
    const reader = await openStore({ directory: folder.path, clock, readOnly: true })
    const { journal, artifacts, baselines } = reader
    const writes = [
      () => journal.create('other', 'b', MINUTE),
      () => journal.acquire('run', 'b', MINUTE),
      () => journal.renew('run', 1, MINUTE),
      () => journal.release('run', 1),
      () => journal.append('run', 1, 0, [note('b')], { batchId: 'b' }),
      () => journal.signal('run', 'cancel', null, 'k'),
      () => artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'x' }),
      () => artifacts.erase('run', new Set()),
      () => baselines.put('key', 'value'),
    ]
    for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'AUTOPACK_STORE_READ_ONLY' })
    await reader.close()
    await writer.close()
  })
})
