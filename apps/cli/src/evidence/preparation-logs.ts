import type { RunView } from '@autopack/core'
import { logsOfBaseline } from './baseline-logs.ts'
import { entryOf, type Evidence, type LogEntry } from './log-entry.ts'

/** What was said before any phase: dependencies and baselines. */
export async function logsOfPreparation(evidence: Evidence, view: RunView): Promise<readonly LogEntry[]> {
  const setups = Object.values(view.setups).flatMap((setup) => (setup.kind === 'failed' ? setup.evidence : []))
  const baselines = Object.values(view.baselines).map((baseline) => logsOfBaseline(evidence, baseline))
  return [...(await Promise.all(setups.map((reference) => entryOf(evidence, 'setup', reference)))), ...(await Promise.all(baselines)).flat()]
}
