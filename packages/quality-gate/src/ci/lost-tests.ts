import type { TestCase } from '@autopack/contracts'
import { take, tally } from './tally.ts'

/**
 * Names of tests that ran before and neither run now nor have another in their place: the same name in a suite or file that moved,
 * a new test of the same file, or, where a report names no file, the same test with other parameters. What is skipped now is lost
 * whatever is new.
 */
export function lostTests(now: readonly TestCase[], before: readonly TestCase[]): readonly string[] {
  const ran = before.filter(executed)
  const runs = now.filter(executed)
  const gone = without(ran, runs, ({ name }) => name)
  const fresh = without(runs, before, ({ name }) => name)
  const skipped = new Set(now.filter((test) => !executed(test)).map(({ name }) => name))
  const missing = gone.filter(({ name }) => !skipped.has(name))
  const unmoved = without(missing, fresh, leafOf)
  const lost = new Set([...gone.filter(({ name }) => skipped.has(name)), ...without(unmoved, without(fresh, missing, leafOf), placeOf)])
  return [...new Set(gone.filter((test) => lost.has(test)).map(({ name }) => name))]
}

function executed(test: TestCase): boolean {
  return test.status !== 'skipped'
}

function leafOf({ name }: TestCase): string {
  return name.split(' > ').at(-1) ?? name
}

/** Pytest's parameters or an address, which may be other ones each time. */
const passing = /(?<=\w)\[[^[\]]*\]$|\b0x[\da-f]+/g

/** Equal for tests that may stand for each other: one report without files is not one file. */
function placeOf({ file, name }: TestCase): string {
  return file === undefined ? `test ${name.replaceAll(passing, '')}` : `file ${file}`
}

/** Those of some that the others have no equal for, each counted once. */
function without(some: readonly TestCase[], others: readonly TestCase[], keyOf: (test: TestCase) => string): readonly TestCase[] {
  const left = tally(others.map(keyOf))
  return some.filter((test) => !take(left, keyOf(test)))
}
