import type { PhaseView, RunView } from '../view/run-view.ts'
import { baselineKey } from './baseline-key.ts'
import { perform, type Command } from './command.ts'
import { timeOfRun } from './time-left.ts'

/** CI of a phase on the commit the run started from, unless that is known. */
export function takeBaseline(view: RunView, { slice }: PhaseView): Command | null {
  const { id, ci, caps } = slice
  const key = baselineKey(slice)
  if (ci === null || view.baselines[key] !== undefined) return null
  const { base, setupKey } = view.created
  const timeoutMs = Math.min(caps.durationMs, timeOfRun(view))
  return perform({ kind: 'baseline', phase: null, attempt: null, input: { key, commit: base, profile: ci.profile, phase: id, setupKey, timeoutMs } })
}
