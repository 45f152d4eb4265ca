import { runNamePattern, type AppendResult, type Clock, type Journal } from '@autopack/contracts'
import { chained } from './memory-chain.ts'
import { conflict, fenced, runNameInvalid, runUnknown } from './memory-journal-errors.ts'
import { createMemoryRun, hasLiveLease, unreadSignals as unread, type MemoryRun } from './memory-run.ts'

/** A journal of one process: gone with it. An owner counts as living until its lease runs out. */
export function createMemoryJournal({ clock }: { readonly clock: Clock }): Journal {
  const runs = new Map<string, MemoryRun>()
  const get = (run: string): MemoryRun => {
    const found = runs.get(run)
    if (found === undefined) throw runUnknown(run)
    return found
  }
  const held = (run: string, epoch: number): MemoryRun => {
    const found = get(run)
    if (found.lease === null || found.epoch !== epoch) throw fenced(run, epoch)
    return found
  }
  const take = (found: MemoryRun, owner: string, ttlMs: number): { epoch: number } | null => {
    if (hasLiveLease(found, clock) && found.lease?.owner !== owner) return null
    found.epoch += 1
    found.lease = { owner, expiresAt: clock.now() + ttlMs }
    return { epoch: found.epoch }
  }
  return {
    contract: 1,
    async create(run, owner, ttlMs) {
      if (!runNamePattern.test(run)) throw runNameInvalid(run)
      if (runs.has(run)) return null
      const created = createMemoryRun(run)
      runs.set(run, created)
      return take(created, owner, ttlMs)
    },
    acquire: async (run, owner, ttlMs) => take(get(run), owner, ttlMs),
    async renew(run, epoch, ttlMs) {
      const found = held(run, epoch)
      if (found.lease !== null) found.lease = { owner: found.lease.owner, expiresAt: clock.now() + ttlMs }
    },
    async release(run, epoch) {
      const found = runs.get(run)
      if (found?.epoch === epoch) found.lease = null
    },
    async append(run, epoch, expectedSeq, events, { batchId, consume = [], park = false, at = clock.now() }) {
      const found = held(run, epoch)
      const first = found.batches.get(batchId)
      if (first !== undefined) return first
      if (found.events.length !== expectedSeq) throw conflict(run, expectedSeq, found.events.length)
      if (park && unread(found).some(({ id }) => !consume.includes(id))) return { kind: 'wakeNow' }
      const written = chained(found, events, at)
      found.events.push(...written)
      for (const id of consume) found.consumed.add(id)
      const result: AppendResult = { kind: 'appended', seq: found.events.length, events: written }
      found.batches.set(batchId, result)
      return result
    },
    async *read(run, fromSeq) {
      yield* get(run).events.slice(Math.max(0, fromSeq - 1))
    },
    async signal(run, name, payload, dedupeKey) {
      const found = get(run)
      const earlier = found.signals.find((signal) => signal.dedupeKey === dedupeKey)
      if (earlier !== undefined) return { first: false, signal: earlier }
      const signal = { id: found.signals.length + 1, name, payload: structuredClone(payload), dedupeKey, at: clock.now() }
      found.signals.push(signal)
      return { first: true, signal }
    },
    signals: async (run) => unread(get(run)),
    runs: async () => [...runs.values()].toReversed().map((found) => ({ run: found.run, lastSeq: found.events.length, ownerPid: hasLiveLease(found, clock) ? process.pid : null })),
    close: async () => undefined,
  }
}
