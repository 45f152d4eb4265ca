import type { EffectKind, Effects, EventData } from '@autopack/contracts'
import type { Session } from '../session/session.ts'

export type StartedEffect<K extends EffectKind> = Extract<EventData['effect-start'], { readonly kind: K }>

/** Does an effect and says what came of it. Everything but `build` may be done twice. Throws only for a broken host. */
export type Performer<K extends EffectKind> = (session: Session, effect: StartedEffect<K>, signal: AbortSignal) => Promise<Effects[K]['outcome']>
