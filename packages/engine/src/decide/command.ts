import type { EffectKind, Effects, NewEvent, WaitKind } from '@autopack/contracts'

/** What an effect belongs to and its intent. */
export type EffectIntent = {
  [K in EffectKind]: { readonly kind: K; readonly phase: string | null; readonly attempt: number | null; readonly input: Effects[K]['input'] }
}[EffectKind]

/** What happens next. */
export type Command =
  | { readonly kind: 'append'; readonly events: readonly NewEvent[] }
  | { readonly kind: 'perform'; readonly effect: EffectIntent }
  | { readonly kind: 'park'; readonly wait: WaitKind; readonly until: number | null; readonly message: string }
  | { readonly kind: 'rest' }

export function append(...events: readonly NewEvent[]): Command {
  return { kind: 'append', events }
}

export function perform(effect: EffectIntent): Command {
  return { kind: 'perform', effect }
}
