import type { TestCase } from '@autopack/contracts'
import { take, tally } from './tally.ts'

/**
 * Names of tests that ran before and neither run now nor have another in their place: the same name in a suite or file that moved,
 * or a new test of the same file. What is skipped now is lost whatever is new.
 */
export function lostTests(now: readonly TestCase[], before: readonly TestCase[]): readonly string[] {
  const ran = before.filter(executed)
  const runs = now.filter(executed)
  const gone = without(ran, runs, ({ name }) => name)
  const fresh = without(runs, before, ({ name }) => name)
  const skipped = new Set(now.filter((test) => !executed(test)).map(({ name }) => name))
  const missing = gone.filter(({ name }) => !skipped.has(name))
  const unmoved = without(missing, fresh, leafOf)
  const lost = new Set([...gone.filter(({ name }) => skipped.has(name)), ...without(unmoved, without(fresh, missing, leafOf), ({ file }) => file ?? '')])
  return [...new Set(gone.filter((test) => lost.has(test)).map(({ name }) => name))]
}

function executed(test: TestCase): boolean {
  return test.status !== 'skipped'
}

function leafOf({ name }: TestCase): string {
  return name.split(' > ').at(-1) ?? name
}

/** Those of some that the others have no equal for, each counted once. */
function without(some: readonly TestCase[], others: readonly TestCase[], keyOf: (test: TestCase) => string): readonly TestCase[] {
  const left = tally(others.map(keyOf))
  return some.filter((test) => !take(left, keyOf(test)))
}
