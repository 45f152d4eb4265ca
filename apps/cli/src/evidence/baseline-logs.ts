import type { CiEntryResult } from '@autopack/contracts'
import type { RunView } from '@autopack/core'
import { entriesOf, logsOfCi, titleOf } from './ci-logs.ts'
import { type Evidence, type LogEntry, textOf } from './log-entry.ts'

/** What CI printed before any change; of a baseline that an earlier run measured, as that run kept it. */
export async function logsOfBaseline(evidence: Evidence, baseline: RunView['baselines'][string]): Promise<readonly LogEntry[]> {
  if (baseline.kind === 'failed') return [{ title: 'baseline', body: baseline.message }]
  const entries = baseline.cached ? await entriesOf(evidence, baseline.result) : null
  return entries === null ? logsOfCi(evidence, 'baseline', baseline.result) : Promise.all(entries.map((entry) => measuredBefore(evidence, entry)))
}

/** The whole output where its run still has it, else the end of it, which every result carries. */
async function measuredBefore({ autopack }: Evidence, entry: CiEntryResult): Promise<LogEntry> {
  for (const { run } of await autopack.runs()) {
    const body = await textOf({ autopack, run }, entry.output)
    if (body !== null) return { title: titleOf(`baseline, measured by ${run}`, entry), body }
  }
  return { title: titleOf('baseline, measured by an earlier run; the end of its output', entry), body: entry.excerpt }
}
