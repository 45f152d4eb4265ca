import { copyFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AutopackError, type AppendResult } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { note, readAll } from '../test/events.ts'
import { realClock as clock } from '../test/real-clock.ts'
import { canMount, smallDisk } from '../test/small-disk.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { openStore, type SqliteStore } from './index.ts'

const MINUTE = 60_000

describe.skipIf(!canMount)('on a disk of its own (needs root)', () => {
  it('a full disk stops a run with a clear error, loses nothing, and the run goes on when there is room', async () => {
    await using disk = await smallDisk(1024)
    const ballast = join(disk.path, 'ballast')
    await writeFile(ballast, 'x'.repeat(200_000))
    const store = await openStore({ directory: join(disk.path, 'autopack'), clock })
    await store.journal.create('run', 'a', MINUTE)
    const written = await appendUntilFull(store)
    expect(written).toBeGreaterThan(0)
    expect((await readAll(store.journal, 'run')).length).toBe(written)
    await rm(ballast)
    await append(store, written)
    await store.close()
    const again = await openStore({ directory: join(disk.path, 'autopack'), clock })
    expect((await readAll(again.journal, 'run')).length).toBe(written + 1)
    await again.close()
  })

  it('an artifact that does not fit is refused and leaves nothing behind', async () => {
    await using disk = await smallDisk(1024)
    const store = await openStore({ directory: disk.path, clock })
    const put = store.artifacts.put('run', { name: 'big', mediaType: 'text/plain', body: 'x'.repeat(2_000_000) })
    await expect(put).rejects.toMatchObject({ code: 'AUTOPACK_STORE_FULL' })
    expect(await store.artifacts.list('run')).toEqual([])
    expect((await readdir(join(disk.path, 'artifacts'), { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([])
    await store.artifacts.put('run', { name: 'small', mediaType: 'text/plain', body: 'x' })
    await store.close()
  })

  it('a disk without any room at all is named when the store is opened', async () => {
    await using disk = await smallDisk(64)
    await writeFile(join(disk.path, 'ballast'), 'x'.repeat(60_000))
    await expect(openStore({ directory: join(disk.path, 'autopack'), clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_FULL' })
  })

  it('a read-only disk is readable, also after a writer was closed, and says so to writers', async () => {
    await using disk = await smallDisk(1024)
    const store = await openStore({ directory: disk.path, clock })
    await store.journal.create('run', 'a', MINUTE)
    await append(store, 0)
    await store.close()
    disk.makeReadOnly()
    const reader = await openStore({ directory: disk.path, clock, readOnly: true })
    expect((await readAll(reader.journal, 'run')).length).toBe(1)
    await reader.close()
    await expect(openStore({ directory: disk.path, clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_READ_ONLY' })
    await expect(openStore({ directory: join(disk.path, 'new'), clock })).rejects.toMatchObject({ code: 'AUTOPACK_STORE_READ_ONLY' })
  })

  it.each([
    { left: 'with its shared memory', files: ['journal.db', 'journal.db-wal', 'journal.db-shm'], found: 1 },
    { left: 'without its shared memory', files: ['journal.db', 'journal.db-wal'], found: 'AUTOPACK_STORE_READ_ONLY' },
  ])('what a killed writer left in the log on a read-only disk is read or refused, never passed over ($left)', async ({ files, found }) => {
    await using folder = await temporaryFolder()
    await using disk = await smallDisk(1024)
    const store = await openStore({ directory: folder.path, clock })
    await store.journal.create('run', 'a', MINUTE)
    await append(store, 0)
    for (const file of files) await copyFile(join(folder.path, file), join(disk.path, file))
    await store.close()
    disk.makeReadOnly()
    expect(await countOrCode(disk.path)).toBe(found)
  })
})

async function countOrCode(directory: string): Promise<number | string> {
  try {
    const store = await openStore({ directory, clock, readOnly: true })
    const events = await readAll(store.journal, 'run')
    await store.close()
    return events.length
  } catch (error) {
    return AutopackError.isInstance(error) ? error.code : String(error)
  }
}

async function append(store: SqliteStore, seq: number): Promise<AppendResult> {
  return store.journal.append('run', 1, seq, [note('x'.repeat(3000))], { batchId: `b${seq}` })
}

/** How many events were written before the disk was full. */
async function appendUntilFull(store: SqliteStore): Promise<number> {
  for (let seq = 0; seq < 1000; seq += 1) {
    try {
      await append(store, seq)
    } catch (error) {
      expect(error).toMatchObject({ code: 'AUTOPACK_STORE_FULL' })
      return seq
    }
  }
  throw new Error('the disk was never full')
}
