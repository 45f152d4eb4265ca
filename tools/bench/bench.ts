import type { Spread } from './measuring/spread.ts'
import type { Place } from './place.ts'

/** One number, what it should be, and the measurements it was made of. */
export interface Finding {
  readonly what: string
  readonly value: number
  readonly unit: '×' | 'ms' | 'µs' | 'MB' | 'tokens'
  readonly goal: { readonly atMost: number } | { readonly atLeast: number }
  /** In the unit that each name ends with. */
  readonly measured: Readonly<Record<string, Spread>>
}

export interface Bench {
  readonly name: string
  /** What is compared with what, in a sentence or two. */
  readonly about: string
  run(place: Place): Promise<readonly Finding[]>
}

export function isMet({ value, goal }: Finding): boolean {
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast
}
