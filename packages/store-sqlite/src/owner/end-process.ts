import type { Clock } from '@autopack/contracts'
import { systemCode } from '../store-error.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

const PAUSE_MS = 5
const TRIES = 400

/**
 * Ends exactly this process with SIGKILL and waits, at most two seconds, until it is gone. False when it may not be ended or will not go.
 * A process that merely has the same number is never touched.
 */
export async function endProcess(identity: ProcessIdentity, clock: Clock): Promise<boolean> {
  if (!(await isAlive(identity))) return true
  if (!sendKill(identity.pid)) return false
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (!(await isAlive(identity))) return true
    await clock.sleep(PAUSE_MS)
  }
  return false
}

function sendKill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch (cause) {
    return systemCode(cause) === 'ESRCH'
  }
}
