import type { Clock, Ledger } from '@autopack/contracts'
import { createAdjust } from './adjust.ts'
import { createHealth } from './health.ts'
import { createLife } from './life.ts'
import { createMemoryState } from './memory-state.ts'
import { createPrune } from './prune.ts'
import { rebuild } from './rebuild.ts'
import { createReports } from './reports.ts'
import { move, reserve } from './reserve.ts'
import { settle } from './settle.ts'

/** A ledger that ends with its process, and is as strict as a durable one while it lasts. */
export function createMemoryLedger({ clock }: { readonly clock: Clock }): Ledger {
  const state = createMemoryState()
  return {
    contract: 1,
    reserve: async (reservation) => reserve(state, clock, reservation),
    settle: async (operation, settlement) => settle(state, operation, settlement),
    ...createLife(state),
    move: async (anchors) => move(state, anchors),
    adjust: createAdjust(state),
    ...createHealth(state, clock),
    ...createReports(state, clock),
    snapshot: async (buckets, keys) => ({
      buckets: chosen(state.buckets, buckets),
      anchors: chosen(state.anchors, keys),
      observations: chosen(state.observations, keys),
      cooldowns: chosen(state.cooldowns, keys),
      breakers: chosen(state.breakers, keys),
    }),
    rebuild: async () => rebuild(state),
    prune: createPrune(state),
  }
}

function chosen<T>(values: ReadonlyMap<string, T>, keys: readonly string[]): Record<string, T> {
  const found: [string, T][] = []
  for (const key of keys) {
    const value = values.get(key)
    if (value !== undefined) found.push([key, value])
  }
  return Object.fromEntries(found)
}
