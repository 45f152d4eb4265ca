import type { CiEntryResult, CiResult, CiVerdict, TestCounts } from '@autopack/contracts'
import { countTests } from '@autopack/failure-analysis'
import { compareTests } from './compare-tests.ts'
import { couldNotRun, entryReasons, nameOf } from './entry-reasons.ts'

/**
 * Judges a result against the result of the same entries before the change; `baseline` is null when this is the one before.
 * An entry without a report is judged by its exit code alone: one that failed before stays red, for nothing tells its old failures from new ones.
 */
export function judgeCi(result: CiResult, baseline: CiResult | null): CiVerdict {
  const counts = countTests(result.entries)
  const tests = compareTests(result.entries, baseline?.entries ?? [])
  const unable = result.entries.filter(couldNotRun)
  const red = [...result.entries.flatMap((entry) => entryReasons(entry, tests, baseline)), ...zeroTests(result, baseline, counts)]
  return {
    verdict: unable.length > 0 ? 'environment' : red.length > 0 ? 'red' : 'green',
    reasons: unable.length > 0 ? unable.map(unableReason) : red,
    newFailures: [...tests.newFailures].map(({ name }) => name),
    knownFailures: [...tests.knownFailures].map(({ name }) => name),
    counts,
    lostTests: result.entries.every(isReadable) ? tests.lost : [],
  }
}

function unableReason(entry: CiEntryResult): string {
  if (entry.ended === 'aborted') return `${nameOf(entry)} was stopped before it ended.`
  return `${nameOf(entry)} could not run: ${entry.excerpt.trim()}`
}

/** A project may begin without tests; a change may not end without one. */
function zeroTests(result: CiResult, baseline: CiResult | null, counts: TestCounts): readonly string[] {
  const reporting = result.entries.some((entry) => entry.report !== null)
  if (baseline === null || !reporting || counts.passed + counts.failed > 0) return []
  return ['Zero tests were executed: add a test, correct the test command, or declare `ci: none` for the phase.']
}

/** Whether its tests are known: of a report that is missing, every test would count as lost. */
function isReadable(entry: CiEntryResult): boolean {
  return entry.ended === 'exited' && entry.reportError === null
}
