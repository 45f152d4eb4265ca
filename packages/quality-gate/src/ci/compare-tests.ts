import type { CiEntryResult, TestCase } from '@autopack/contracts'

export interface TestComparison {
  readonly newFailures: ReadonlySet<TestCase>
  readonly knownFailures: ReadonlySet<TestCase>
  /** Names of tests that ran before and do not now. */
  readonly lost: readonly string[]
  readonly newCollectionErrors: ReadonlySet<string>
}

/** Compares tests by name and file; of tests that share both, as many failures are known as there were before. */
export function compareTests(now: readonly CiEntryResult[], before: readonly CiEntryResult[]): TestComparison {
  const failedBefore = tally(casesOf(before).filter(failed).map(identity))
  const failures = casesOf(now).filter(failed)
  const known = new Set(failures.filter((test) => take(failedBefore, identity(test))))
  const collectedBefore = tally(before.flatMap((entry) => entry.report?.collectionErrors ?? []))
  const ranNow = tally(casesOf(now).filter(executed).map(nameOf))
  const ranBefore = casesOf(before).filter(executed).map(nameOf)
  return {
    newFailures: new Set(failures.filter((test) => !known.has(test))),
    knownFailures: known,
    lost: [...new Set(ranBefore.filter((name) => !take(ranNow, name)))],
    newCollectionErrors: new Set(now.flatMap((entry) => entry.report?.collectionErrors ?? []).filter((error) => !take(collectedBefore, error))),
  }
}

function casesOf(entries: readonly CiEntryResult[]): readonly TestCase[] {
  return entries.flatMap((entry) => entry.report?.cases ?? [])
}

function failed(test: TestCase): boolean {
  return test.status === 'failed'
}

function executed(test: TestCase): boolean {
  return test.status !== 'skipped'
}

function nameOf(test: TestCase): string {
  return test.name
}

function identity(test: TestCase): string {
  return JSON.stringify([test.file ?? null, test.name])
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Takes one of a value away; false when none is left. */
function take(counts: Map<string, number>, value: string): boolean {
  const left = counts.get(value) ?? 0
  counts.set(value, left - 1)
  return left > 0
}
