import { AutopackError, type CiResult, type ObjectId, type PhaseSlice } from '@autopack/contracts'
import { phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'
import { aroundOf } from './around.ts'
import type { Performer } from './performer.ts'
import { markerOf, workName } from './work-name.ts'

/** CI of the judged tree, on a fresh checkout, against the baseline. */
export const ci: Performer<'ci'> = async (session, effect, signal) => {
  const slice = phaseOf(session.view, effect.phase ?? '').slice
  const { commit, timeoutMs, setupKey } = effect.input
  if (effect.input.checkBaseline === true && (await isOutdated(session, slice, effect.input.baseline))) return { kind: 'outdated' }
  const before = await baselineResult(session, effect.input.baseline)
  const result = await runEntries(session, { effect: effect.effect, commit, slice, setupKey, timeoutMs }, signal)
  const verdict = session.parts.ci.judge(result, before)
  return {
    kind: 'judged',
    verdict,
    result: await session.keep('ci-result.json', 'application/json', JSON.stringify(result)),
    commands: result.entries.map(({ run, exitCode, durationMs }) => ({ run, exitCode, durationMs })),
    isolation: (await session.parts.runner.isolation()).achieved,
    excerpt: session.parts.ci.describe(result, verdict),
  }
}

export interface EntriesRequest {
  readonly effect: string
  readonly commit: ObjectId
  readonly slice: PhaseSlice
  readonly setupKey: string | null
  readonly timeoutMs: number
}

/** Never runs on what a builder left lying about: each time a checkout of the commit, with what setup prepared. */
export async function runEntries(session: Session, request: EntriesRequest, signal: AbortSignal): Promise<CiResult> {
  const { workspace, ci: runner } = session.parts
  const { effect, commit, slice, setupKey, timeoutMs } = request
  const name = workName(session, effect)
  const { copy } = session.view.created.strategy.workspace
  const checkout = await workspace.create(name, commit, setupKey === null ? { copy } : { copy, prepared: setupKey })
  try {
    return await runner.run(
      { entries: slice.ci?.entries ?? [], checkout: checkout.path, run: session.run, env: slice.env, timeoutMs, marker: markerOf(session, effect) },
      signal,
    )
  } finally {
    await workspace.remove(name)
  }
}

/** A failure that only the surroundings of then explain would excuse what the change breaks, and one that those of now explain would be blamed on it. */
async function isOutdated(session: Session, slice: PhaseSlice, key: string): Promise<boolean> {
  const measured = session.view.baselines[key]
  if (measured?.kind !== 'measured' || measured.around === undefined) return false
  const { base, setupKey } = session.view.created
  return measured.around !== (await aroundOf(session, { commit: base, slice, key, setupKey }))
}

async function baselineResult(session: Session, key: string): Promise<CiResult | null> {
  const measured = session.view.baselines[key]
  if (measured?.kind !== 'measured') return null
  const bytes = await session.parts.artifacts.get(session.run, measured.result.hash)
  if (bytes === null) {
    throw new AutopackError({
      code: 'AUTOPACK_ARTIFACT_MISSING',
      message: `The baseline of run ${session.run} (${measured.result.hash}) is gone from the artifact store. Restore it, or start anew with \`autopack retry ${session.run}\`.`,
    })
  }
  return JSON.parse(new TextDecoder().decode(bytes)) as CiResult
}
