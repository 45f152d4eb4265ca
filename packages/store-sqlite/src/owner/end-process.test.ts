import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { realClock } from '../../test/real-clock.ts'
import { endProcess } from './end-process.ts'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts'

describe('ending a process', () => {
  it('ends exactly the one that was identified', async () => {
    const { child, identity } = await sleeper()
    const ended = once(child, 'exit')
    expect(await endProcess(identity, realClock)).toBe(true)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(await isAlive(identity)).toBe(false)
    expect(await endProcess(identity, realClock)).toBe(true)
  })

  it('never touches another one with the same number', async () => {
    const { child, identity } = await sleeper()
    for (const other of [{ ...identity, start: '1' }, { ...identity, boot: 'another boot' }]) {
      expect(await endProcess(other, realClock)).toBe(true)
    }
    expect(await isAlive(identity)).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  it('counts a process that nobody has waited for as ended', async () => {
    // the shell is stopped before it can collect its child
    const shell = spawn('sh', ['-c', 'sleep 0.05 & echo $!; kill -STOP $$; wait'], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000, killSignal: 'SIGKILL' })
    const [line] = await once(shell.stdout, 'data')
    const zombie = Number(String(line))
    await realClock.sleep(200)
    expect(await identifyProcess(zombie)).toBeNull()
    shell.kill('SIGKILL')
    await once(shell, 'exit')
  })
})

async function sleeper(): Promise<{ child: ChildProcess; identity: ProcessIdentity }> {
  const child = spawn('sleep', ['20'], { stdio: 'ignore', timeout: 20_000 })
  const identity = await identifyProcess(child.pid ?? 0)
  if (identity === null) throw new Error('no process')
  return { child, identity }
}
