import type { CallScope, HoldEntry, ModelOperation, ModelQuote, Reservation } from '@autopack/contracts'
import type { CompiledLimit, CompiledModel, Unit } from '../configuration/tables.ts'
import type { Look } from '../decide/situation.ts'
import type { Price } from '../costs/cost.ts'
import { bucketOf } from './charge.ts'

/** Beyond what a provider may take, so that only what died is swept. */
export const lapseMs = 3_600_000

export interface Holding {
  readonly operation: ModelOperation
  /** Of this send, as the ledger has it. */
  readonly name: string
  readonly model: CompiledModel
  readonly bound: ModelQuote['bound']
  /** Null where it costs nothing. */
  readonly price: Price | null
  readonly look: Look
  readonly namespace: string
}

/** Everything a send is held under: the caller's scopes and the limits of its model. */
export function reservationOf({ operation, name, model, bound, price, look, namespace }: Holding): Reservation {
  const { role } = operation.request.purpose
  const limits = model.limits[role]
  return {
    operation: name,
    entries: [...operation.scopes.map((scope) => scopeEntry(scope, bound, namespace)), ...limits.flatMap((limit) => limitEntry(limit, bound, look))],
    anchors: limits.map(({ name: limit }) => look.windows.get(limit)?.anchor ?? null).filter((anchor) => anchor !== null),
    expiresAt: look.situation.now + lapseMs,
    facts: { run: namespaced(namespace, operation.run), phase: operation.phase, role, provider: model.provider, model: model.key, bound, priceVersion: price?.version ?? null },
  }
}

/** A name as the ledger has it, which several repositories share. */
export function namespaced<Name extends string | null>(namespace: string, name: Name): Name | string {
  return name === null || namespace === '' ? name : `${namespace}/${name}`
}

export function amountIn(unit: Unit, bound: ModelQuote['bound']): number {
  return unit === 'requests' ? 1 : unit === 'tokens' ? bound.tokens : bound.nanoUsd
}

function scopeEntry({ name, bucket, unit, hard, floor }: CallScope, bound: ModelQuote['bound'], namespace: string): HoldEntry {
  const key = bucketOf(unit, namespaced(namespace, bucket))
  return { limit: name, bucket: key, window: [key], observation: null, floor, amount: amountIn(unit, bound), hard }
}

function limitEntry({ name, unit, hard }: CompiledLimit, bound: ModelQuote['bound'], { windows }: Look): HoldEntry[] {
  const window = windows.get(name)
  if (window === undefined) return []
  return [{ limit: name, bucket: window.bucket, window: window.buckets, observation: window.observation, floor: 0, amount: amountIn(unit, bound), hard }]
}
