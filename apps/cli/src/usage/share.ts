import type { CallView } from '@autopack/core'

/** What somebody or something has used, beside the most it may use. */
export interface Share {
  readonly name: string
  readonly calls: number
  readonly tokens: number
  readonly nanoUsd: number
  /** Null where time is not counted. */
  readonly durationMs: number | null
  readonly caps: Caps
}

/** Null where there is none. */
export interface Caps {
  readonly tokens: number | null
  readonly nanoUsd: number | null
  readonly durationMs: number | null
}

export const uncapped: Caps = { tokens: null, nanoUsd: null, durationMs: null }

/** The calls by something that they have, in the order in which it came up. */
export function groupedBy(calls: readonly CallView[], nameOf: (call: CallView) => string): readonly Share[] {
  return [...Map.groupBy(calls, nameOf)].map(([name, group]) => ({ name, ...sumOf(group), durationMs: null, caps: uncapped }))
}

function sumOf(calls: readonly CallView[]): Pick<Share, 'calls' | 'tokens' | 'nanoUsd'> {
  return {
    calls: calls.length,
    tokens: calls.reduce((sum, { end }) => sum + (end?.tokens ?? 0), 0),
    nanoUsd: calls.reduce((sum, { end }) => sum + (end?.nanoUsd ?? 0), 0),
  }
}
