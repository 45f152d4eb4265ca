import type { CiEntryResult, TestCase } from '@autopack/contracts'
import { lostTests } from './lost-tests.ts'
import { take, tally } from './tally.ts'

export interface TestComparison {
  readonly newFailures: ReadonlySet<TestCase>
  readonly knownFailures: ReadonlySet<TestCase>
  /** Names of tests that ran before, do not now, and have no other in their place. */
  readonly lost: readonly string[]
  readonly newCollectionErrors: ReadonlySet<string>
}

/** Compares tests by name and file; of tests that share both, as many failures are known as there were before. */
export function compareTests(now: readonly CiEntryResult[], before: readonly CiEntryResult[]): TestComparison {
  const failedBefore = tally(casesOf(before).filter(failed).map(identity))
  const failures = casesOf(now).filter(failed)
  const known = new Set(failures.filter((test) => take(failedBefore, identity(test))))
  const collectedBefore = tally(before.flatMap((entry) => entry.report?.collectionErrors ?? []))
  return {
    newFailures: new Set(failures.filter((test) => !known.has(test))),
    knownFailures: known,
    lost: lostTests(casesOf(now), casesOf(before)),
    newCollectionErrors: new Set(now.flatMap((entry) => entry.report?.collectionErrors ?? []).filter((error) => !take(collectedBefore, error))),
  }
}

function casesOf(entries: readonly CiEntryResult[]): readonly TestCase[] {
  return entries.flatMap((entry) => entry.report?.cases ?? [])
}

function failed(test: TestCase): boolean {
  return test.status === 'failed'
}

function identity(test: TestCase): string {
  return JSON.stringify([test.file ?? null, test.name])
}
