import type { CiResult } from '@autopack/contracts'
import { phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'
import { aroundOf, type Measurement } from './around.ts'
import { runEntries } from './ci.ts'
import type { Performer, StartedEffect } from './performer.ts'
import { takeTurn } from './take-turn.ts'

type Effect = StartedEffect<'baseline'>

/** CI on the commit the run started from; runs on one tree, with the same around it, share what is green. */
export const baseline: Performer<'baseline'> = async (session, effect, signal) => {
  const { ci, clock } = session.parts
  const around = await aroundOf(session, measurement(session, effect))
  const began = clock.monotonic()
  const turn = await takeTurn(session, around, { mostMs: timeoutOf(session, effect) / 2, signal })
  try {
    const known = await find(session, around)
    // somebody who waited in vain need not keep others waiting
    if (turn.waited) turn.release()
    const result = known ?? (await measure(session, effect, timeoutOf(session, effect) - (clock.monotonic() - began), signal))
    const verdict = ci.judge(result, null)
    if (verdict.verdict === 'environment') return { kind: 'failed', message: `CI cannot run on the commit the run starts from: ${verdict.reasons.join('; ')}` }
    const text = JSON.stringify(result)
    if (known === null && verdict.verdict === 'green' && !signal.aborted) await share(session, effect, around, text)
    return { kind: 'measured', verdict, result: await session.keep('baseline.json', 'application/json', text), cached: known !== null, around }
  } finally {
    turn.release()
  }
}

function measurement(session: Session, { input: { key, commit, phase, setupKey } }: Effect): Measurement {
  return { commit, slice: phaseOf(session.view, phase).slice, key, setupKey }
}

/** Only what was green: a red result may have been the machine's or the moment's, and would excuse what a builder breaks. */
async function find({ parts: { baselines, ci } }: Session, key: string): Promise<CiResult | null> {
  const kept = await baselines.get(key)
  if (kept === null) return null
  const result = JSON.parse(kept) as CiResult
  return ci.judge(result, null).verdict === 'green' ? result : null
}

/** Unless what it depends on has changed meanwhile, or cannot be read any more: nobody knows which of the two was measured. */
async function share(session: Session, effect: Effect, around: string, text: string): Promise<void> {
  const now = await aroundOf(session, measurement(session, effect)).catch(() => null)
  if (now === around) await session.parts.baselines.put(around, text)
}

async function measure(session: Session, { effect, input: { commit, phase, setupKey } }: Effect, leftMs: number, signal: AbortSignal): Promise<CiResult> {
  return runEntries(session, { effect, commit, slice: phaseOf(session.view, phase).slice, setupKey, timeoutMs: leftMs }, signal)
}

function timeoutOf(session: Session, { input }: Effect): number {
  return input.timeoutMs ?? phaseOf(session.view, input.phase).slice.caps.durationMs
}
