import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

const root = process.platform === 'linux' && process.getuid?.() === 0

describe('a store that does not serve', () => {
  let bench: Bench
  let repository: string

  beforeAll(() => {
    bench = createBench()
    repository = bench.repository('hello')
  })
  afterAll(() => bench.remove())

  it('of a newer version is left as it is, whatever is asked of it', async () => {
    const plan = bench.write('plan.json', planOf([{ id: 'one', code: writes('one.md') }]))
    expect(await bench.autopack(repository, 'run', plan, '--run-id', 'r')).toMatchObject({ code: 0 })
    const store = new DatabaseSync(join(repository, '.git/autopack/journal.db'))
    store.exec(`UPDATE store SET value = '9.8.0' WHERE key = 'since'; PRAGMA user_version = 99`)
    for (const args of [['runs'], ['show', 'r'], ['run', plan], ['gc']]) {
      expect([args, await bench.autopack(repository, ...args)]).toEqual([args, expect.objectContaining({ code: 75, stderr: expect.stringMatching(/AUTOPACK_STORE_NEWER.*9\.8\.0/) })])
    }
    expect(store.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 })
    store.close()
  })

  it.skipIf(!root)('on a full disk stops the run, loses nothing, and goes on when there is room (needs root)', async () => {
    const disk = join(bench.folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'pipe' })
    try {
      const plan = bench.write('full.json', planOf([{ id: 'one', code: writes('one.md') }, { id: 'two', code: writes('two.md') }]))
      bench.write('disk/ballast', 'x'.repeat(3_600_000))
      // each run takes some of the room that is left
      const names = Array.from({ length: 20 }, (_, index) => `full-${index}`)
      const finished: string[] = []
      for (const name of names) {
        const ran = await bench.autopack(repository, 'run', plan, '--run-id', name, '--state', disk)
        if (ran.code === 0) finished.push(name)
        else expect(ran).toMatchObject({ code: 75, stderr: expect.stringContaining('AUTOPACK_STORE_FULL') })
        if (ran.code !== 0) break
      }
      const stopped = names[finished.length] ?? ''
      expect(stopped).not.toBe('')
      rmSync(join(disk, 'ballast'))
      const isThere = (await bench.autopack(repository, 'runs', '--state', disk)).stdout.includes(stopped)
      const goOn = isThere ? ['resume', stopped] : ['run', plan, '--run-id', stopped]
      expect(await bench.autopack(repository, ...goOn, '--state', disk)).toMatchObject({ code: 0 })
      for (const name of [...finished, stopped]) expect([name, bench.git(repository, 'log', '--format=%s', `main..autopack/${name}`).split('\n').length]).toEqual([name, 2])
    } finally {
      execFileSync('umount', ['-l', disk], { stdio: 'pipe' })
    }
  })
})
