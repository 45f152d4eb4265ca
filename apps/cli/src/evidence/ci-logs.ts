import type { ArtifactReference, CiEntryResult, CiResult } from '@autopack/contracts'
import { type Evidence, type LogEntry, textOf } from './log-entry.ts'

/** What each command of a CI run printed. */
export async function logsOfCi(evidence: Evidence, title: string, result: ArtifactReference): Promise<readonly LogEntry[]> {
  const entries = await entriesOf(evidence, result)
  if (entries === null) return [{ title: `${title}: ${result.name}`, body: null }]
  return Promise.all(entries.map(async (entry) => ({ title: titleOf(title, entry), body: await textOf(evidence, entry.output) })))
}

/** The commands of a kept CI result with what came of them; null where it was erased. */
export async function entriesOf(evidence: Evidence, result: ArtifactReference): Promise<CiResult['entries'] | null> {
  const text = await textOf(evidence, result)
  return text === null ? null : (JSON.parse(text) as CiResult).entries
}

/** `baseline: npm test (exit 0)` */
export function titleOf(title: string, { run, exitCode, ended }: CiEntryResult): string {
  return `${title}: ${run.join(' ')} (${exitCode === null ? ended : `exit ${exitCode}`})`
}
