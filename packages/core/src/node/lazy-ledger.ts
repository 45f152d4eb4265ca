import type { Ledger } from '@autopack/contracts'

/** A ledger that ends with its user. */
export interface ClosableLedger extends Ledger {
  /** Idempotent. */
  close(): Promise<void>
}

/** Opens a ledger when it is first asked for something, for a run that calls no model needs none; one that could not be opened, when it is asked again. */
export function createLazyLedger(openLedger: () => Promise<ClosableLedger>): ClosableLedger {
  let opened: Promise<ClosableLedger> | null = null
  const ledger = async (): Promise<Ledger> => {
    const mine = (opened ??= openLedger())
    try {
      return await mine
    } catch (error) {
      if (opened === mine) opened = null
      throw error
    }
  }
  return {
    contract: 1,
    reserve: async (reservation) => (await ledger()).reserve(reservation),
    markSent: async (operation) => (await ledger()).markSent(operation),
    settle: async (operation, settlement) => (await ledger()).settle(operation, settlement),
    void: async (operation) => (await ledger()).void(operation),
    sweep: async (now) => (await ledger()).sweep(now),
    move: async (anchors) => (await ledger()).move(anchors),
    adjust: async (adjustment) => (await ledger()).adjust(adjustment),
    observe: async (key, observation, window) => (await ledger()).observe(key, observation, window),
    cooldown: async (key, until, reason) => (await ledger()).cooldown(key, until, reason),
    endCooldown: async (key) => (await ledger()).endCooldown(key),
    breaker: async (key) => (await ledger()).breaker(key),
    putBreaker: async (key, seen, next) => (await ledger()).putBreaker(key, seen, next),
    permit: async (key, max, owner, ttlMs) => (await ledger()).permit(key, max, owner, ttlMs),
    release: async (key, owner) => (await ledger()).release(key, owner),
    record: async (decision) => (await ledger()).record(decision),
    decisions: async (query) => (await ledger()).decisions(query),
    operations: async (query) => (await ledger()).operations(query),
    snapshot: async (buckets, keys) => (await ledger()).snapshot(buckets, keys),
    rebuild: async () => (await ledger()).rebuild(),
    prune: async (before, options) => (await ledger()).prune(before, options),
    close: async () => (await opened)?.close(),
  }
}
