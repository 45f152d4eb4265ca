import { testChanges, type TestChange } from '../content/test-change.ts'
import { ask, type Objection, type Rule } from './rule.ts'

/** Tests that are gone, skipped or say less than before need a person, whatever a plan or a policy allows elsewhere. */
export const weakenedTest: Rule = {
  name: 'weakened-test',
  judge: async ({ files }) => testChanges(await files()).flatMap(objectionsTo),
}

function objectionsTo(change: TestChange): readonly Objection[] {
  const { path, before, after, isNew, isGone } = change
  if (isGone) return [because(path, 'is deleted, or no longer where a runner looks for it')]
  const ways = [
    ...(after.chooses > before.chooses ? ['it says which tests run'] : []),
    ...(isNew ? [] : weakenings(change)),
    ...forgetting(change),
  ]
  return ways.length === 0 ? [] : [because(path, `is weakened: ${ways.join(', ')}`)]
}

function forgetting({ forgotten, wasBinary }: TestChange): readonly string[] {
  if (forgotten <= 0) return []
  if (wasBinary) return ['what tests compare with is another file']
  return [forgotten === 1 ? '1 line that tests compare with is another one' : `${forgotten} lines that tests compare with are other ones`]
}

function weakenings({ before, after }: TestChange): readonly string[] {
  return [
    ...(after.skips > before.skips ? ['more of it is skipped or never reached'] : []),
    ...(after.cases < before.cases ? [`it has ${after.cases} tests instead of ${before.cases}`] : []),
    ...(after.checks < before.checks ? [`it checks ${Math.max(0, after.checks)} things instead of ${before.checks}`] : []),
    ...(after.vague > before.vague && after.exact < before.exact ? ['its checks are less exact'] : []),
    ...(after.replaced > before.replaced ? ['it replaces what it is there to test'] : []),
    ...(after.empty > before.empty ? ['it checks what is always true'] : []),
  ]
}

function because(path: string, what: string): Objection {
  return ask(path, `the test ${path} ${what}; that needs a person’s approval, or the test as it was`, null)
}
