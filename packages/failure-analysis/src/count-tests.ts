import type { CiEntryResult, TestCounts } from '@autopack/contracts'

/** Tests of all reports together; entries without a report count nothing. */
export function countTests(entries: readonly CiEntryResult[]): TestCounts {
  const cases = entries.flatMap((entry) => entry.report?.cases ?? [])
  const count = (status: keyof TestCounts): number => cases.filter((test) => test.status === status).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}
