import { describe, expect, test } from 'vitest'
import { plan, planText, resolve } from '../../test/fixtures.ts'
import { explain, explainableKeys } from './explain.ts'

const phase = '- { id: one, category: docs, goal: x, scope: ["a"] }'
const planWith = (head: string): ReturnType<typeof plan> => plan(planText(phase, head))

describe('the strongest layer wins, key by key', () => {
  const project = 'version: 1\nbudget: { usd: 5, tokens: 500 }\nci: { normal: [{ run: ["make"] }] }'
  const document = planWith('budget:\n  usd: 3')

  test('shipped, where nobody else says anything', () => {
    expect(explain(resolve(null), 'budget.usd')).toEqual({ value: 10, layer: 'shipped', file: 'strategy.yaml', line: 9 })
  })

  test('project over shipped', () => {
    expect(explain(resolve(null, project), 'budget.usd')).toEqual({ value: 5, layer: 'project', file: '.autopack/config.yaml', line: 2 })
  })

  test('plan over project, and only for what it says', () => {
    const resolved = resolve(document, project)
    expect(explain(resolved, 'budget.usd')).toEqual({ value: 3, layer: 'plan', file: 'plan.yaml', line: 4 })
    expect(explain(resolved, 'budget.tokens')).toEqual({ value: 500, layer: 'project', file: '.autopack/config.yaml', line: 2 })
    expect(explain(resolved, 'ci.normal')).toMatchObject({ layer: 'project' })
  })

  test('flag over plan', () => {
    expect(explain(resolve(document, project, { usd: 1, tokens: 7 }), 'budget.usd')).toEqual({ value: 1, layer: 'flag', file: null, line: null })
    expect(explain(resolve(document, project, { usd: 1, tokens: 7 }), 'budget.tokens')).toMatchObject({ value: 7, layer: 'flag' })
  })
})

/** Every key a project or a plan may set, a value of its own for each, and the key that explains it. */
const settable = [
  ['budget.usd', 'budget: { usd: 2 }', 2],
  ['budget.tokens', 'budget: { tokens: 3 }', 3],
  ['budget.minutes', 'budget: { minutes: 4 }', 4],
  ['budget.phases', 'budget: { phases: 5 }', 5],
  ['budget.minorIssues', 'budget: { minorIssues: 0 }', 0],
  ['safetyProfile', 'safetyProfile: safety_critical', 'safety_critical'],
  ['approvals.expiresAfterMinutes', 'approvals: { expiresAfterMinutes: 6 }', 6],
  ['ci.normal', 'ci: { normal: [{ run: ["a"] }] }', [{ run: ['a'] }]],
  ['ci.strict', 'ci: { strict: [{ run: ["b"] }] }', [{ run: ['b'] }]],
  ['workspace.copy', 'workspace: { copy: [".env"] }', ['.env']],
  ['workspace.setup', 'workspace: { setup: [{ run: ["c"] }] }', [{ run: ['c'] }]],
] as const

test.each(settable)('%s is set by a project and by a plan', (key, line, value) => {
  expect(explain(resolve(null, `version: 1\n${line}`), key)).toMatchObject({ value, layer: 'project' })
  expect(explain(resolve(planWith(line)), key)).toMatchObject({ value, layer: 'plan', file: 'plan.yaml', line: 3 })
})

test('a run type is the plan’s word', () => {
  expect(explain(resolve(null), 'runType')).toMatchObject({ value: 'project_build', layer: 'shipped' })
  expect(explain(resolve(planWith('runType: maintenance')), 'runType')).toMatchObject({ value: 'maintenance', layer: 'plan' })
})

test('a project’s row replaces a shipped category, and leaves the others', () => {
  const row = '{ complexity: low, ciProfile: normal, builderAttempts: 9, auditRounds: 1, minorFactor: 1, autoApply: false }'
  const resolved = resolve(null, `version: 1\ncategories:\n  docs: ${row}`)
  expect(explain(resolved, 'categories.docs.builderAttempts')).toEqual({ value: 9, layer: 'project', file: '.autopack/config.yaml', line: 3 })
  expect(explain(resolved, 'categories.docs.tokens')).toBeNull()
  expect(explain(resolved, 'categories.tests.builderAttempts')).toMatchObject({ value: 3, layer: 'shipped' })
})

test('a project’s grants are explained', () => {
  const resolved = resolve(null, 'version: 1\npolicy: { autoApply: [debt_cleanup], allowPaths: [".github/**"] }')
  expect(explain(resolved, 'policy.autoApply.0')).toMatchObject({ value: 'debt_cleanup', layer: 'project' })
  expect(explain(resolved, 'policy.allowPaths')).toMatchObject({ value: ['.github/**'], layer: 'project' })
})

test('what nobody set is explained as such, and an unknown key is not a key', () => {
  expect(explain(resolve(null), 'ci.strict')).toEqual({ value: null, layer: 'shipped', file: null, line: null })
  expect(explain(resolve(null), 'budget')).toBeNull()
  expect(explain(resolve(null), 'budget.euros')).toBeNull()
  expect(explain(resolve(null), 'constructor')).toBeNull()
})

test('every key that is listed can be explained', () => {
  const resolved = resolve(null)
  const keys = explainableKeys(resolved)
  expect(keys).toEqual(expect.arrayContaining(settable.map(([key]) => key)))
  expect(keys.filter((key) => explain(resolved, key) === null)).toEqual([])
})

test.each([{ usd: Number.NaN }, { usd: 0 }, { usd: Number.POSITIVE_INFINITY }, { tokens: 1.5 }, { tokens: -1 }])(
  'a flag that would switch a cap off is refused: %j',
  (flags) => {
    expect(() => resolve(null, null, flags)).toThrow(expect.objectContaining({ code: 'AUTOPACK_FLAG_INVALID' }))
  },
)
