import type { EffectKind, Effects, EventData } from '@autopack/contracts'
import type { EffectIntent } from '../decide/command.ts'
import type { Session } from '../session/session.ts'
import { audit } from './audit.ts'
import { baseline } from './baseline.ts'
import { build } from './build.ts'
import { ci } from './ci.ts'
import { judge } from './judge.ts'
import { promote } from './promote.ts'
import { rollback } from './rollback.ts'
import { setup } from './setup.ts'
import { snapshot } from './snapshot.ts'

type Started = EventData['effect-start']

/** Journals an intent, then performs it. Returns how long it took, milliseconds. */
export async function begin(session: Session, intent: EffectIntent, signal: AbortSignal): Promise<number> {
  const started: Started = { ...intent, effect: `${session.view.effectCount + 1}-${intent.kind}` }
  await session.append([{ type: 'effect-start', data: started }])
  return perform(session, started, signal)
}

/** Performs what is already journalled as an intent; its outcome is journalled with what follows from it, and not when the signal cut it short. */
export async function perform(session: Session, effect: Started, signal: AbortSignal): Promise<number> {
  const before = session.parts.clock.monotonic()
  const end = await outcomeOf(session, effect, signal)
  const durationMs = Math.max(0, Math.round(session.parts.clock.monotonic() - before))
  if (signal.aborted && interruptible.has(effect.kind)) return durationMs
  session.stage([{ type: 'effect-end', data: { ...end, effect: effect.effect, durationMs } }])
  return durationMs
}

/** What an abort cuts short has no outcome worth keeping; the others are done once they return. */
const interruptible: ReadonlySet<EffectKind> = new Set(['setup', 'baseline', 'build', 'ci', 'audit'])

type Ending = { [K in EffectKind]: { readonly kind: K; readonly outcome: Effects[K]['outcome'] } }[EffectKind]

async function outcomeOf(session: Session, effect: Started, signal: AbortSignal): Promise<Ending> {
  switch (effect.kind) {
    case 'setup':
      return { kind: 'setup', outcome: await setup(session, effect, signal) }
    case 'baseline':
      return { kind: 'baseline', outcome: await baseline(session, effect, signal) }
    case 'build':
      return { kind: 'build', outcome: await build(session, effect, signal) }
    case 'judge':
      return { kind: 'judge', outcome: await judge(session, effect, signal) }
    case 'ci':
      return { kind: 'ci', outcome: await ci(session, effect, signal) }
    case 'audit':
      return { kind: 'audit', outcome: await audit(session, effect, signal) }
    case 'snapshot':
      return { kind: 'snapshot', outcome: await snapshot(session, effect, signal) }
    case 'promote':
      return { kind: 'promote', outcome: await promote(session, effect, signal) }
    case 'rollback':
      return { kind: 'rollback', outcome: await rollback(session, effect, signal) }
  }
}
