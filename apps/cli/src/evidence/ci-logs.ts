import type { ArtifactReference, CiResult } from '@autopack/contracts'
import { type Evidence, type LogEntry, textOf } from './log-entry.ts'

/** What each command of a CI run printed. */
export async function logsOfCi(evidence: Evidence, title: string, result: ArtifactReference): Promise<readonly LogEntry[]> {
  const text = await textOf(evidence, result)
  if (text === null) return [{ title: `${title}: ${result.name}`, body: null }]
  const { entries } = JSON.parse(text) as CiResult
  return Promise.all(
    entries.map(async ({ run, exitCode, ended, output }) => ({ title: `${title}: ${run.join(' ')} (${exitCode === null ? ended : `exit ${exitCode}`})`, body: await textOf(evidence, output) })),
  )
}
