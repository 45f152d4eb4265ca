import type { Clock, Journal, Lease } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import type { HostLock } from '../owner/host-lock.ts'
import { isSameProcess, type ProcessIdentity } from '../owner/process-identity.ts'
import { requireEpoch } from './fence.ts'
import { createLeaseRows } from './lease-rows.ts'
import { checkRunName } from './run-name.ts'
import type { RunRow, RunRows } from './run-rows.ts'

export interface Leases extends Pick<Journal, 'create' | 'acquire' | 'renew' | 'release'> {
  /** Gives up everything this process holds. */
  releaseAll(): Promise<void>
}

export interface LeasesOptions {
  readonly database: Database
  readonly rows: RunRows
  readonly clock: Clock
  readonly self: ProcessIdentity
  /** Null while another living owner keeps its time. */
  readonly takeLock: (run: string) => Promise<HostLock | null>
}

interface Held {
  readonly lock: HostLock
  readonly epoch: number
}

export function createLeases(options: LeasesOptions): Leases {
  const { database, rows, clock, self, takeLock } = options
  const leaseRows = createLeaseRows(database)
  const held = new Map<string, Held>()
  const inTurn = createTurns()

  const grant = (row: RunRow, owner: string, ttlMs: number): Lease | null => {
    if (row.lease !== null && row.lease.owner !== owner && row.lease.expiresAt > clock.now() && isSameProcess(row.lease.process, self)) return null
    const epoch = row.epoch + 1
    leaseRows.take(row, epoch, owner, self, clock.now() + ttlMs)
    return { epoch }
  }
  const locked = async (run: string, body: () => Lease | null): Promise<Lease | null> => {
    const before = held.get(run)
    const lock = before?.lock ?? (await takeLock(run))
    if (lock === null) return null
    let lease: Lease | null = null
    try {
      lease = await database.write(body)
      if (lease !== null) held.set(run, { lock, epoch: lease.epoch })
      return lease
    } finally {
      if (lease === null && before === undefined) lock.release()
    }
  }
  const release = async (run: string, epoch: number): Promise<void> => {
    await database.write(() => leaseRows.clear(run, epoch))
    const mine = held.get(run)
    if (mine?.epoch !== epoch) return
    mine.lock.release()
    held.delete(run)
  }
  return {
    async create(run, owner, ttlMs) {
      checkRunName(run)
      return inTurn(async () => {
        database.requireWritable()
        if ((await database.read(() => rows.find(run))) !== null) return null
        return locked(run, () => {
          if (rows.find(run) !== null) return null
          leaseRows.insert(run)
          return grant(rows.get(run), owner, ttlMs)
        })
      })
    },
    acquire: (run, owner, ttlMs) =>
      inTurn(async () => {
        database.requireWritable()
        await database.read(() => rows.get(run))
        return locked(run, () => grant(rows.get(run), owner, ttlMs))
      }),
    renew: (run, epoch, ttlMs) => database.write(() => leaseRows.extend(requireEpoch(rows.get(run), epoch), clock.now() + ttlMs)),
    release: (run, epoch) => inTurn(() => release(run, epoch)),
    releaseAll: () =>
      inTurn(async () => {
        for (const [run, { lock, epoch }] of held) {
          // a lease that cannot be given up in the store ends with its lock
          await database.write(() => leaseRows.clear(run, epoch)).catch(() => undefined)
          lock.release()
        }
        held.clear()
      }),
  }
}

/** One at a time, in the order asked: taking a lock and writing its row are two steps. */
function createTurns(): <T>(body: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (body) => {
    const turn = last.then(body)
    last = turn.catch(() => undefined)
    return turn
  }
}
