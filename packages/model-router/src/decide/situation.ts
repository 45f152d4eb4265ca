import type { Breaker, BucketKey, Cooldown, Ledger, LedgerSnapshot } from '@autopack/contracts'
import type { CompiledLimit, Tables } from '../configuration/tables.ts'
import type { OpenWindow } from '../windows/window.ts'

export interface LimitUse {
  /** Posted, held and reported use of the window that counts now. */
  readonly used: number
  /** When some of it is forgotten. */
  readonly resetAt: number
}

/** All that a decision rests on besides the configuration and the request. JSON-safe, so that it can be decided again. */
export interface Situation {
  readonly now: number
  /** By name of the limit. */
  readonly limits: Readonly<Record<string, LimitUse>>
  /** By key of an account, a provider or a model. */
  readonly cooldowns: Readonly<Record<string, Cooldown>>
  readonly breakers: Readonly<Record<string, Breaker>>
}

export const untouched: Situation = { now: 0, limits: {}, cooldowns: {}, breakers: {} }

export interface Look {
  readonly situation: Situation
  readonly windows: ReadonlyMap<string, OpenWindow>
}

/** What is held by calls that are under way is free again soon. */
const heldMs = 60_000

/** Reads the ledger for decisions. Windows are named by their anchors, so the first look asks with those of the last one. */
export function createLook(ledger: Ledger, tables: Tables): (now: number) => Promise<Look> {
  const keys = [...new Set([...tables.models.values()].flatMap(({ accountKey, providerKey, modelKey }) => [accountKey, providerKey, modelKey])), ...tables.limits.map(({ window }) => window.key)]
  let known: LedgerSnapshot = { buckets: {}, anchors: {}, observations: {}, cooldowns: {}, breakers: {} }

  return async (now) => {
    for (;;) {
      const asked = bucketsOf(openAll(tables, known, now))
      known = await ledger.snapshot([...asked], keys)
      const windows = openAll(tables, known, now)
      if ([...bucketsOf(windows)].every((bucket) => asked.has(bucket))) return { windows, situation: situationOf(tables, windows, known, now) }
    }
  }
}

function openAll(tables: Tables, { anchors, observations }: LedgerSnapshot, now: number): Map<string, OpenWindow> {
  return new Map(tables.limits.map(({ name, window }) => [name, window.open(anchors[window.key] ?? null, observations[window.key] ?? null, now)]))
}

function bucketsOf(windows: ReadonlyMap<string, OpenWindow>): Set<BucketKey> {
  return new Set([...windows.values()].flatMap(({ buckets }) => buckets))
}

function situationOf(tables: Tables, windows: ReadonlyMap<string, OpenWindow>, snapshot: LedgerSnapshot, now: number): Situation {
  // without a prototype a name is looked up at once, and none is inherited
  const limits = Object.create(null) as Record<string, LimitUse>
  for (const limit of tables.limits) {
    const window = windows.get(limit.name)
    if (window !== undefined) limits[limit.name] = useOf(limit, window, snapshot, now)
  }
  return { now, limits, cooldowns: snapshot.cooldowns, breakers: snapshot.breakers }
}

function useOf(limit: CompiledLimit, window: OpenWindow, snapshot: LedgerSnapshot, now: number): LimitUse {
  const counts = window.buckets.map((bucket) => snapshot.buckets[bucket])
  const posted = counts.reduce((sum, count) => sum + (count?.posted ?? 0), 0)
  const held = counts.reduce((sum, count) => sum + (count?.held ?? 0), 0)
  const elsewhere = window.observation === null ? 0 : (snapshot.observations[window.observation]?.elsewhere ?? 0)
  const finished = posted + elsewhere
  const whole = window.resetAt((bucket) => (snapshot.buckets[bucket]?.posted ?? 0) > 0)
  return { used: finished + held, resetAt: finished < limit.hard && held > finished ? Math.min(whole, now + heldMs) : whole }
}
