import { createHash } from 'node:crypto'
import type { CiResult } from '@autopack/contracts'
import { phaseOf } from '../view/lookup.ts'
import { runEntries } from './ci.ts'
import type { Performer } from './performer.ts'

/** CI on the commit the run started from; several runs on one tree share the result. */
export const baseline: Performer<'baseline'> = async (session, effect, signal) => {
  const { baselines, repository, ci } = session.parts
  const { key, commit, phase, setupKey } = effect.input
  const slice = phaseOf(session.view, phase).slice
  const cacheKey = createHash('sha256').update(JSON.stringify([await repository.treeOf(commit), key, setupKey, process.version])).digest('hex')
  const cached = await baselines.get(cacheKey)
  const result = cached === null ? await runEntries(session, { effect: effect.effect, commit, slice, setupKey, timeoutMs: slice.caps.durationMs }, signal) : (JSON.parse(cached) as CiResult)
  const verdict = ci.judge(result, null)
  if (verdict.verdict === 'environment') return { kind: 'failed', message: `CI cannot run on the commit the run starts from: ${verdict.reasons.join('; ')}` }
  const text = JSON.stringify(result)
  if (cached === null && !signal.aborted) await baselines.put(cacheKey, text)
  return { kind: 'measured', verdict, result: await session.keep('baseline.json', 'application/json', text), cached: cached !== null }
}
