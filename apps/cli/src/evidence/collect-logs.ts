import type { ArtifactReference, CiResult } from '@autopack/contracts'
import type { AttemptView, Autopack, PhaseView, RunView } from '@autopack/core'

/** One text of evidence with its heading; the body is null where it was erased. */
export interface LogEntry {
  readonly title: string
  readonly body: string | null
}

/** What builder, CI and auditor said in some attempts of a phase, in the order it was said. */
export async function logsOfPhase(autopack: Autopack, run: string, phase: PhaseView, attempts: readonly AttemptView[]): Promise<readonly LogEntry[]> {
  const collected = await Promise.all(attempts.map((attempt) => logsOfAttempt(autopack, run, `${phase.slice.id}, attempt ${attempt.number}`, attempt)))
  return collected.flat()
}

/** What happened before any phase: dependencies and baselines. */
export async function logsOfPreparation(autopack: Autopack, view: RunView): Promise<readonly LogEntry[]> {
  const setups = Object.values(view.setups).flatMap((setup) => (setup.kind === 'failed' ? setup.evidence : []))
  const baselines = Object.values(view.baselines).map(async (baseline) => (baseline.kind === 'measured' ? logsOfCi(autopack, view.run, 'baseline', baseline.result) : [{ title: 'baseline', body: baseline.message }]))
  return [...(await Promise.all(setups.map((reference) => entry(autopack, view.run, 'setup', reference)))), ...(await Promise.all(baselines)).flat()]
}

async function logsOfAttempt(autopack: Autopack, run: string, title: string, { build, judge, ci, audit, failure }: AttemptView): Promise<readonly LogEntry[]> {
  const built = build === null || build.kind === 'waiting' ? [] : await Promise.all(build.evidence.map((reference) => entry(autopack, run, title, reference)))
  const refused = judge?.kind === 'rejected' ? [{ title: `${title}: refused`, body: judge.reasons.map(({ rule, message, remedy }) => [`${rule}: ${message}`, remedy].filter((part) => part !== null).join('\n  ')).join('\n') }] : []
  const tested = ci === null ? [] : await logsOfCi(autopack, run, title, ci.result)
  const audited = audit === null ? [] : [{ title: `${title}: audit`, body: audit.kind === 'failed' ? audit.message : [`${audit.verdict} by ${audit.model}`, ...audit.findings.map(({ severity, file, line, message }) => `${severity} ${file ?? ''}${line === null ? '' : `:${line}`} ${message}`)].join('\n') }]
  const ended = failure === null ? [] : [{ title: `${title}: failed (${failure.kind})`, body: failure.message }]
  return [...built, ...refused, ...tested, ...audited, ...ended]
}

async function logsOfCi(autopack: Autopack, run: string, title: string, result: ArtifactReference): Promise<readonly LogEntry[]> {
  const text = await textOf(autopack, run, result)
  if (text === null) return [{ title: `${title}: ${result.name}`, body: null }]
  const { entries } = JSON.parse(text) as CiResult
  return Promise.all(entries.map(async (ran) => ({ title: `${title}: ${ran.run.join(' ')} (${ran.exitCode === null ? ran.ended : `exit ${ran.exitCode}`})`, body: await textOf(autopack, run, ran.output) })))
}

async function entry(autopack: Autopack, run: string, title: string, reference: ArtifactReference): Promise<LogEntry> {
  return { title: `${title}: ${reference.name}`, body: await textOf(autopack, run, reference) }
}

async function textOf(autopack: Autopack, run: string, reference: ArtifactReference): Promise<string | null> {
  const body = await autopack.artifact(run, reference.hash)
  return body === null ? null : new TextDecoder().decode(body)
}
