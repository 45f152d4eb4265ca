import type { AnchorMove, LedgerSnapshot } from '@autopack/contracts'
import type { CompiledLimit } from '../configuration/tables.ts'
import { aheadOf } from './ledger-time.ts'
import type { OpenWindow } from './window.ts'

/** The window of a limit that counts now, as the ledger has it. */
export interface LimitWindow {
  readonly limit: CompiledLimit
  readonly open: OpenWindow
  /** The limit's own time, and how far it is ahead of the clock; milliseconds. */
  readonly now: number
  readonly ahead: number
  /** What a hold moves along. */
  readonly anchors: readonly AnchorMove[]
  /** What the ledger has to be told before anything is decided; null where nothing has changed. */
  readonly change: Change | null
}

export type Change =
  /** The clock has been set. */
  | { readonly kind: 'time'; readonly moves: readonly AnchorMove[] }
  /** What counted last was cut otherwise: what has been used since `since` is taken over. */
  | { readonly kind: 'shape'; readonly since: number; readonly id: string; readonly moves: readonly AnchorMove[] }

/** All that a limit's window is asked for in a ledger. */
export function keysOf({ window, series }: CompiledLimit): readonly string[] {
  return [...window.keys, aheadKey(window.key), takenOverKey(window.key), shapeKey(series)]
}

export function openLimit(limit: CompiledLimit, { anchors, observations }: LedgerSnapshot, clock: number): LimitWindow {
  const { window } = limit
  const anchor = (key: string): number | null => anchors[key] ?? null
  const report = observations[window.key] ?? null
  const known = anchor(aheadKey(window.key))
  const ahead = aheadOf(window.wasOpenAt({ anchor, report }), known ?? 0, clock)
  const now = clock + ahead
  const open = window.open({ anchor, report, now, ahead })
  const base = { limit, open, now, ahead }
  if (ahead !== (known ?? 0)) return { ...base, anchors: [], change: { kind: 'time', moves: [{ key: aheadKey(window.key), seen: known, next: ahead }] } }
  const shape = anchor(shapeKey(limit.series))
  const opening = open.anchor === null ? [] : [open.anchor]
  // a hold is made only while no other cut has been asked meanwhile
  if (shape === limit.shape) return { ...base, anchors: [...opening, { key: shapeKey(limit.series), seen: shape, next: shape }], change: null }
  const takenOver = anchor(takenOverKey(window.key))
  const begins: readonly AnchorMove[] = [
    { key: shapeKey(limit.series), seen: shape, next: limit.shape },
    { key: takenOverKey(window.key), seen: takenOver, next: now },
  ]
  if (shape === null) return { ...base, anchors: [...opening, ...begins], change: null }
  // opened before anything is taken over, so that what is has its place
  if (opening.length > 0) return { ...base, anchors: [], change: { kind: 'time', moves: opening } }
  return { ...base, anchors: [], change: { kind: 'shape', since: Math.max(takenOver ?? open.since, open.since), id: `${window.key}/after/${shape}/${takenOver ?? 0}`, moves: begins } }
}

function aheadKey(key: string): string {
  return `${key}/ahead`
}

/** Up to when the window has what was used under the limit while it was cut otherwise. */
function takenOverKey(key: string): string {
  return `${key}/taken-over`
}

/** How the limit was cut when it was last asked. */
function shapeKey(series: string): string {
  return `${series}/shape`
}
