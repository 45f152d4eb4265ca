import type { Breaker, BucketKey, Cooldown, Ledger, LedgerSnapshot } from '@autopack/contracts'
import type { Tables } from '../configuration/tables.ts'
import { tellChanges } from '../windows/change.ts'
import { keysOf, type LimitWindow, openLimit } from '../windows/limit-window.ts'

export interface LimitUse {
  /** What was counted: unit, scope and cut of the limit. Of another one nothing is known. */
  readonly of?: string
  /** Posted, held and reported use of the window that counts now. */
  readonly used: number
  /** When some of it is forgotten. */
  readonly resetAt: number
  /** One call may look how much is left, for nobody has said when it is more. */
  readonly look?: true
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
  readonly windows: ReadonlyMap<string, LimitWindow>
  /** Posted and reported use, by name of the limit: what is only held is not used yet. */
  readonly finished: ReadonlyMap<string, number>
}

/** What is held by calls that are under way is free again soon. */
const heldMs = 60_000

/** Reads the ledger for decisions, and tells it where clock or settings have changed. Windows are named by their anchors, so the first look asks with those of the last one. */
export function createLook(ledger: Ledger, tables: Tables): (now: number) => Promise<Look> {
  const keys = [...new Set([...[...tables.models.values()].flatMap(({ accountKey, providerKey, modelKey }) => [accountKey, providerKey, modelKey]), ...tables.limits.flatMap(keysOf)])]
  let known: LedgerSnapshot = { buckets: {}, anchors: {}, observations: {}, cooldowns: {}, breakers: {} }

  return async (now) => {
    for (;;) {
      const asked = bucketsOf(openAll(tables, known, now))
      known = await ledger.snapshot([...asked], keys)
      const windows = openAll(tables, known, now)
      if (await tellChanges(ledger, windows.values())) continue
      if ([...bucketsOf(windows)].every((bucket) => asked.has(bucket))) return lookOf(windows, known, now)
    }
  }
}

function openAll(tables: Tables, snapshot: LedgerSnapshot, now: number): Map<string, LimitWindow> {
  return new Map(tables.limits.map((limit) => [limit.name, openLimit(limit, snapshot, now)]))
}

function bucketsOf(windows: ReadonlyMap<string, LimitWindow>): Set<BucketKey> {
  return new Set([...windows.values()].flatMap(({ open }) => open.buckets))
}

function lookOf(windows: ReadonlyMap<string, LimitWindow>, snapshot: LedgerSnapshot, now: number): Look {
  // without a prototype a name is looked up at once, and none is inherited
  const limits = Object.create(null) as Record<string, LimitUse>
  const finished = new Map<string, number>()
  for (const [name, window] of windows) {
    const counts = countsOf(window, snapshot)
    finished.set(name, counts.finished)
    limits[name] = useOf(window, counts, snapshot, now)
  }
  return { windows, finished, situation: { now, limits, cooldowns: snapshot.cooldowns, breakers: snapshot.breakers } }
}

interface Counts {
  readonly finished: number
  readonly held: number
}

function countsOf({ open }: LimitWindow, { buckets, observations }: LedgerSnapshot): Counts {
  const elsewhere = open.observation === null ? 0 : (observations[open.observation]?.elsewhere ?? 0)
  let [finished, held] = [elsewhere, 0]
  for (const bucket of open.buckets) {
    const count = buckets[bucket]
    finished += count?.posted ?? 0
    held += count?.held ?? 0
  }
  return { finished, held }
}

function useOf({ limit, open, ahead }: LimitWindow, { finished, held }: Counts, { buckets }: LedgerSnapshot, now: number): LimitUse {
  const whole = open.resetAt((bucket) => (buckets[bucket]?.posted ?? 0) > 0) - ahead
  const resetAt = finished < limit.hard && held > finished ? Math.min(whole, now + heldMs) : whole
  return { of: limit.window.key, used: finished + held, resetAt, ...(open.look === null ? {} : { look: true }) }
}
