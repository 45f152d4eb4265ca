import type { AnchorMove, CallScope, HoldEntry, ModelOperation, ModelQuote, Reservation } from '@autopack/contracts'
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
    anchors: limits.flatMap((limit) => anchorsOf(limit, amountIn(limit.unit, bound), look)),
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

function limitEntry(limit: CompiledLimit, bound: ModelQuote['bound'], look: Look): HoldEntry[] {
  const { name, unit, hard } = limit
  const open = look.windows.get(name)?.open
  if (open === undefined) return []
  const amount = amountIn(unit, bound)
  return [{ limit: name, bucket: open.bucket, window: open.buckets, observation: open.observation, floor: 0, amount, hard: looks(limit, amount, look) ? null : hard }]
}

function anchorsOf(limit: CompiledLimit, amount: number, look: Look): readonly AnchorMove[] {
  const window = look.windows.get(limit.name)
  if (window === undefined) return []
  const { anchors, open } = window
  return open.look !== null && looks(limit, amount, look) ? [...anchors, open.look] : anchors
}

/** Whether it is the one call that may find out what is left of a full limit. */
function looks({ name, hard }: CompiledLimit, amount: number, { situation }: Look): boolean {
  const use = situation.limits[name]
  return use !== undefined && use.look === true && use.used + amount > hard
}
