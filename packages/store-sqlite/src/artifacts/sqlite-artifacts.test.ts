import { describe, expect, it } from 'vitest'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { artifactConformance } from '@autopack/testkit'
import { openStore } from '../index.ts'
import { realClock } from '../../test/real-clock.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'

describe('artifacts as files', () => {
  const cases = artifactConformance({
    async open({ secrets, limit }) {
      const folder = await temporaryFolder()
      const store = await openStore({ directory: folder.path, clock: realClock, secrets, artifactLimit: limit })
      return {
        artifacts: store.artifacts,
        async dispose() {
          await store.close()
          await folder.remove()
        },
      }
    },
    capabilities: { redacts: true, truncates: true },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())

  it('survive the store being opened again, and leave no temporary file', async () => {
    await using folder = await temporaryFolder()
    const first = await openStore({ directory: folder.path, clock: realClock })
    const reference = await first.artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'kept' })
    await first.close()
    const second = await openStore({ directory: folder.path, clock: realClock })
    expect(await second.artifacts.list('run')).toEqual([reference])
    expect(Buffer.from((await second.artifacts.get('run', reference.hash)) ?? []).toString()).toBe('kept')
    await second.close()
    expect(await readdir(join(folder.path, 'artifacts/run'))).toEqual([reference.hash])
  })

  it('are refused when their bytes were changed', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock: realClock })
    const { artifacts } = store
    const { hash } = await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'true' })
    await writeFile(join(folder.path, 'artifacts/run', hash), 'lies')
    await expect(artifacts.get('run', hash)).rejects.toMatchObject({ code: 'AUTOPACK_STORE_CORRUPT' })
    await store.close()
  })

  it('do not leave their folder, whatever the run is called', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock: realClock })
    const { artifacts } = store
    await expect(artifacts.put('../../up', { name: 'a', mediaType: 'text/plain', body: 'x' })).rejects.toMatchObject({ code: 'AUTOPACK_RUN_NAME_INVALID' })
    await store.close()
  })

  it('are written once', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock: realClock })
    const { artifacts } = store
    const artifact = { name: 'a', mediaType: 'text/plain', body: 'x' }
    const { hash } = await artifacts.put('run', artifact)
    const path = join(folder.path, 'artifacts/run', hash)
    const { ino } = await stat(path)
    await artifacts.put('run', artifact)
    expect((await stat(path)).ino).toBe(ino)
    await store.close()
  })

  it('sweep away what a killed writer left', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore({ directory: folder.path, clock: realClock })
    const { artifacts } = store
    const { hash } = await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'x' })
    await writeFile(join(folder.path, 'artifacts/run', 'half.tmp'), 'half')
    expect(await artifacts.erase('run', new Set([hash]))).toBe(4)
    await store.close()
  })
})
