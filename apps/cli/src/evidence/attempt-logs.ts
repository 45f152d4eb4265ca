import type { AttemptView, PhaseView, RunView } from '@autopack/core'
import { failureWords } from '../situation/failure-words.ts'
import { logsOfCalls } from './call-logs.ts'
import { logsOfCi } from './ci-logs.ts'
import { entryOf, type Evidence, type LogEntry } from './log-entry.ts'

/** What was said in one attempt, in the order it was said. */
export async function logsOfAttempt(evidence: Evidence, view: RunView, phase: PhaseView, attempt: AttemptView): Promise<readonly LogEntry[]> {
  const title = `${phase.slice.id}, attempt ${attempt.number}`
  const calls = async (role: 'builder' | 'auditor'): Promise<readonly LogEntry[]> => logsOfCalls(evidence, view, title, { phase: phase.slice.id, attempt: attempt.number, role })
  return [
    ...(await calls('builder')),
    ...(await built(evidence, title, attempt)),
    ...refused(title, attempt),
    ...(attempt.ci === null ? [] : await logsOfCi(evidence, title, attempt.ci.result)),
    ...(await calls('auditor')),
    ...audited(title, attempt),
    ...failed(title, attempt),
  ]
}

async function built(evidence: Evidence, title: string, { build }: AttemptView): Promise<readonly LogEntry[]> {
  if (build === null || build.kind === 'waiting' || build.kind === 'postponed') return []
  return Promise.all(build.evidence.map((reference) => entryOf(evidence, title, reference)))
}

function refused(title: string, { judge }: AttemptView): readonly LogEntry[] {
  if (judge?.kind !== 'rejected') return []
  const reasons = judge.reasons.map(({ rule, message, remedy }) => `${rule}: ${message}${remedy === null ? '' : `\n  a person may instead ${remedy}`}`)
  return [{ title: `${title}: refused`, body: reasons.join('\n') }]
}

function audited(title: string, { audit }: AttemptView): readonly LogEntry[] {
  if (audit === null || audit.kind === 'postponed') return []
  if (audit.kind === 'failed') return [{ title: `${title}: audit failed`, body: audit.message }]
  const findings = audit.findings.map(({ severity, file, line, message }) => `${severity} ${file ?? ''}${line === null ? '' : `:${line}`} ${message}`)
  return [{ title: `${title}: audit`, body: [`${audit.verdict} by ${audit.model}`, ...findings].join('\n') }]
}

function failed(title: string, { failure }: AttemptView): readonly LogEntry[] {
  return failure === null ? [] : [{ title: `${title}: failed (${failureWords(failure)})`, body: failure.message }]
}
