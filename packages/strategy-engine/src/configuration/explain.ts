import { valueAt } from '../problem/path.ts'
import type { Resolved } from './resolved.ts'
import type { Layer, Setting } from './setting.ts'

/** Why a value is what it is. File and line are null for flags, and for what is written nowhere. */
export interface Explanation {
  readonly value: unknown
  readonly layer: Layer
  readonly file: string | null
  readonly line: number | null
}

/** The value of a dotted key, `budget.usd` or `categories.docs.tokens`, and the layer that won; null for a key that does not exist. */
export function explain(resolved: Resolved, key: string): Explanation | null {
  const path = key.split('.')
  for (const [depth] of path.entries()) {
    const setting = valueAt(resolved, path.slice(0, depth + 1))
    if (isSetting(setting)) return explainWithin(setting, path.slice(depth + 1))
  }
  return null
}

/** Every key that `explain` answers, as deep as layers tell them apart. */
export function explainableKeys(resolved: Resolved): readonly string[] {
  return keysOf(resolved, '')
}

function keysOf(value: object, prefix: string): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (isSetting(inner)) return [prefix + key]
    return typeof inner === 'object' && inner !== null ? keysOf(inner, `${prefix}${key}.`) : []
  })
}

function explainWithin(setting: Setting<unknown>, inside: readonly string[]): Explanation | null {
  const value = valueAt(setting.value, inside)
  if (value === undefined) return null
  const { document, layer, path } = setting
  const line = document?.locate([...path, ...inside.map((key) => (/^\d+$/.test(key) ? Number(key) : key))], 'key').line
  return { value, layer, file: document?.file ?? null, line: line ?? null }
}

function isSetting(value: unknown): value is Setting<unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'layer') && Object.hasOwn(value, 'document')
}
