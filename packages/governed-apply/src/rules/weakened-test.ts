import type { FileBody } from '../content/changed-file.ts'
import { isTestPath, testStrength, type TestStrength } from '../content/test-strength.ts'
import { ask, type Objection, type Rule } from './rule.ts'

/** Tests that are gone, skipped or say less than before need a person, whatever a plan or a policy allows elsewhere. */
export const weakenedTest: Rule = {
  name: 'weakened-test',
  judge: async ({ changes, files }) => {
    const tests = (await files()).filter(({ path }) => isTestPath(path))
    const kept = new Set(changes.flatMap(({ path, after }) => (after !== null && isTestPath(path) ? [after.blob] : [])))
    const moved = new Set(changes.flatMap(({ path, before, after }) => (after === null && before !== null && kept.has(before.blob) ? [path] : [])))
    const strengths = tests.map(({ path, before, after }) => ({ path, before: strengthOf(before), after: strengthOf(after), isGone: after === null && !moved.has(path) }))
    // what leaves one test file may have come to another
    const balance = (key: keyof TestStrength): number => strengths.reduce((sum, { before, after }) => sum + after[key] - before[key], 0)
    return strengths.flatMap(({ path, before, after, isGone }): readonly Objection[] => {
      if (isGone && balance('cases') < 0) return [because(path, 'is deleted')]
      const ways = [
        ...(after.skips > before.skips ? ['more of it is skipped'] : []),
        ...(!isGone && after.cases < before.cases && balance('cases') < 0 ? [`it has ${after.cases} tests instead of ${before.cases}`] : []),
        ...(after.checks < before.checks && balance('checks') < 0 ? [`it checks ${after.checks} things instead of ${before.checks}`] : []),
        ...(after.vague > before.vague && after.exact < before.exact && balance('exact') < 0 ? ['its checks are less exact'] : []),
        ...(after.empty > before.empty ? ['it checks what is always true'] : []),
      ]
      return ways.length === 0 ? [] : [because(path, `is weakened: ${ways.join(', ')}`)]
    })
  },
}

function strengthOf(body: FileBody | null): TestStrength {
  return testStrength(body === null || body.isBinary ? '' : body.text)
}

function because(path: string, what: string): Objection {
  return ask(path, `the test ${path} ${what}; that needs a person’s approval, or the test as it was`, null)
}
