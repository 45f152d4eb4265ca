import type { Clock } from '@autopack/contracts'
import { endProcess } from './end-process.ts'
import type { HostLock } from './host-lock.ts'
import { isAlive, isSameProcess, type ProcessIdentity } from './process-identity.ts'

const TRIES = 40
const PAUSE_MS = 10

export interface RecordedOwner {
  readonly process: ProcessIdentity
  readonly expiresAt: number
}

export interface TakeOwnershipOptions {
  /** Null when it is not free. */
  readonly tryLock: () => HostLock | null
  /** Who the store says the owner is; null when the lease was given up or never taken. */
  readonly recordedOwner: () => Promise<RecordedOwner | null>
  readonly self: ProcessIdentity
  readonly clock: Clock
}

/**
 * The lock of one run, or null while another living owner keeps its time. A dead owner's is taken at once; one that is expired and still
 * holds its lock is ended first, since a fence cannot stop it from writing to disk.
 */
export async function takeOwnership({ tryLock, recordedOwner, self, clock }: TakeOwnershipOptions): Promise<HostLock | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const lock = tryLock()
    const owner = await recordedOwner()
    const mine = owner !== null && isSameProcess(owner.process, self)
    const other = owner !== null && !mine && (await isAlive(owner.process)) ? owner : null
    const expired = other !== null && other.expiresAt <= clock.now()
    if (lock !== null && (other === null || expired)) return lock
    lock?.release()
    if (mine || (other !== null && !(expired && (await endProcess(other.process, clock))))) return null
    // the lock is free some microseconds after its owner has died, or another contender is just trying it
    await clock.sleep(PAUSE_MS)
  }
  return null
}
