import type { CiEntryResult, CiResult } from '@autopack/contracts'
import type { TestComparison } from './compare-tests.ts'

const mostNames = 5

/** Why an entry makes the result red, one line each; none when it does not. */
export function entryReasons(entry: CiEntryResult, tests: TestComparison, baseline: CiResult | null): readonly string[] {
  if (couldNotRun(entry)) return []
  const name = nameOf(entry)
  if (entry.ended === 'timed-out') return [`${name} was stopped at its time limit, after ${Math.floor(entry.durationMs / 1_000)} s: make it end, or raise "timeout" of the CI entry or of the phase.`]
  if (entry.ended === 'signalled') return [`${name} was ended by a signal.`]
  if (entry.reportError !== null) return [`${name} exited with ${entry.exitCode}. ${entry.reportError}`]
  return entry.report === null ? exitReason(entry, baseline) : reportReasons(entry, entry.report, tests)
}

/** Not a fault of the change: the command is missing, forbidden, or was stopped with the run. */
export function couldNotRun({ ended }: CiEntryResult): boolean {
  return ended === 'not-found' || ended === 'denied' || ended === 'aborted'
}

export function nameOf(entry: CiEntryResult): string {
  const text = entry.run.join(' ')
  return `\`${text.length > 120 ? `${text.slice(0, 119)}…` : text}\``
}

function exitReason(entry: CiEntryResult, baseline: CiResult | null): readonly string[] {
  if (entry.exitCode === 0) return []
  const before = baseline?.entries.find((other) => JSON.stringify(other.run) === JSON.stringify(entry.run))
  const failedBefore = before !== undefined && before.exitCode !== 0
  const advice = failedBefore ? ' It failed before the change too: give the entry a "report", so that old failures can be told from new ones.' : ''
  return [`${nameOf(entry)} exited with ${entry.exitCode}.${advice}`]
}

function reportReasons(entry: CiEntryResult, report: NonNullable<CiEntryResult['report']>, tests: TestComparison): readonly string[] {
  const failures = report.cases.filter((test) => tests.newFailures.has(test)).map((test) => test.name)
  const unloaded = report.collectionErrors.filter((error) => tests.newCollectionErrors.has(error))
  const known = report.collectionErrors.length > unloaded.length || report.cases.some((test) => tests.knownFailures.has(test))
  const reasons = [
    ...(failures.length > 0 ? [`${nameOf(entry)}: ${failures.length} ${failures.length === 1 ? 'test fails' : 'tests fail'} that did not before: ${list(failures)}`] : []),
    ...unloaded.slice(0, mostNames).map((error) => `${nameOf(entry)}: not all tests could be loaded: ${error}`),
  ]
  if (reasons.length > 0 || entry.exitCode === 0 || known) return reasons
  return [`${nameOf(entry)} exited with ${entry.exitCode} although no test in its report fails.`]
}

function list(names: readonly string[]): string {
  const rest = names.length - mostNames
  return names.slice(0, mostNames).join('; ') + (rest > 0 ? `; … and ${rest} more` : '')
}
