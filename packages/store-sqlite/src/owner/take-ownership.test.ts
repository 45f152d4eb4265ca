import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { realClock as clock } from '../../test/real-clock.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { takeHostLock } from './host-lock.ts'
import { identifyProcess, identifySelf, type ProcessIdentity } from './process-identity.ts'
import { takeOwnership } from './take-ownership.ts'

describe('the lock of a run', () => {
  it('is one connection’s at a time, in one process too', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'run.lock')
    const first = takeHostLock(DatabaseSync, path)
    expect(first).not.toBeNull()
    expect(takeHostLock(DatabaseSync, path)).toBeNull()
    first?.release()
    first?.release()
    const second = takeHostLock(DatabaseSync, path)
    expect(second).not.toBeNull()
    second?.release()
  })

  it('is free as soon as its owner was killed', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'run.lock')
    const script = `const { DatabaseSync } = require('node:sqlite'); new DatabaseSync(process.argv[1]).exec('BEGIN EXCLUSIVE'); console.log('held'); setTimeout(() => {}, 10000)`
    const owner = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000, killSignal: 'SIGKILL' })
    await once(owner.stdout, 'data')
    expect(takeHostLock(DatabaseSync, path)).toBeNull()
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const lock = takeHostLock(DatabaseSync, path)
    expect(lock).not.toBeNull()
    lock?.release()
  })
})

describe('taking ownership', () => {
  const released: string[] = []
  const tryLock = (): { release(): void } => ({ release: () => void released.push('released') })

  it('leaves a living owner alone that has lost its lock but not its time', async () => {
    const self = await identifySelf()
    const owner = { process: await parent(), expiresAt: clock.now() + 60_000 }
    expect(await takeOwnership({ tryLock, recordedOwner: async () => owner, self, clock })).toBeNull()
    expect(released).toEqual(['released'])
  })

  it('takes the free lock of a living owner whose time is over without ending it', async () => {
    const self = await identifySelf()
    const owner = { process: await parent(), expiresAt: clock.now() - 1 }
    expect(await takeOwnership({ tryLock, recordedOwner: async () => owner, self, clock })).not.toBeNull()
    expect(await parent()).toEqual(owner.process)
  })
})

async function parent(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(process.ppid)
  if (identity === null) throw new Error('no parent')
  return identity
}
