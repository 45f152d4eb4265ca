import type { Path } from '../problem/path.ts'
import type { Locate } from '../problem/problem.ts'

/** Where a value may come from, the strongest first. */
export type Layer = 'flag' | 'plan' | 'project' | 'shipped'

/** A value, the layer that gave it and where it is written; no document for flags and for what nobody set. */
export interface Setting<T> {
  readonly value: T
  readonly layer: Layer
  readonly document: { readonly file: string; readonly locate: Locate } | null
  readonly path: Path
}

/** What a layer says of a value, null when it says nothing. */
export type Offer<T> = Setting<T> | null

/** A layer's word on a value; undefined is silence. */
export function offer<T>(layer: Layer, document: Setting<T>['document'], path: Path, value: T | undefined): Offer<T> {
  return value === undefined ? null : { value, layer, document, path }
}

/** What holds where nobody wrote anything. */
export function unset<T>(value: T): Setting<T> {
  return { value, layer: 'shipped', document: null, path: [] }
}
