import { describe, expect, test } from 'vitest'
import { plan, planText, resolve } from '../../test/fixtures.ts'
import { formatProblem } from '../problem/problem.ts'
import { checkPlan } from './check-plan.ts'

const bothProfiles = 'ci: { normal: [{ run: ["npm", "test"] }], strict: [{ run: ["npm", "run", "all"] }] }'

function problems(keys: string, options: { head?: string; project?: string } = {}): string[] {
  const document = plan(planText(`- { id: one, goal: Do it., scope: ["src/**"], ${keys} }`, options.head ?? bothProfiles))
  return checkPlan(document, resolve(document, options.project)).map(formatProblem)
}

describe('a category exists', () => {
  test('an unknown one is named with the near and the known ones', () => {
    expect(problems('category: dosc')).toEqual([
      expect.stringMatching(/^plan\.yaml:7:63 tiers\[0\]\.phases\[0\]\.category: there is no category `dosc` \(did you mean `docs`\?\); there are `feature_scaffolding`, `docs`,/),
    ])
  })

  test.each(['constructor', 'toString', '__proto__'])('%s is not one', (name) => {
    expect(problems(`category: ${name}`)).toEqual([expect.stringContaining(`there is no category \`${name}\``)])
  })

  test('a project adds its own', () => {
    const row = '{ complexity: low, ciProfile: normal, builderAttempts: 1, auditRounds: 1, minorFactor: 1, autoApply: true }'
    expect(problems('category: spelling', { project: `version: 1\ncategories: { spelling: ${row} }` })).toEqual([])
  })
})

describe('a subkind', () => {
  test.each([
    ['schema_contract_change', ['additive', 'destructive']],
    ['external_feature_reuse', ['internal', 'remote']],
    ['dependency_update', ['patch', 'minor', 'major']],
  ])('is required for %s', (category, kinds) => {
    const names = kinds.map((kind) => `\`${kind}\``).join(', ')
    expect(problems(`category: ${category}`)).toEqual([expect.stringContaining(`subkind: missing; \`${category}\` needs one of ${names}`)])
    for (const kind of kinds) expect(problems(`category: ${category}, subkind: ${kind}`)).toEqual([])
  })

  test('of another category is refused', () => {
    expect(problems('category: dependency_update, subkind: remote')).toEqual([expect.stringContaining('subkind: `remote` is not allowed; `dependency_update` needs one of')])
  })

  test('is refused where there is none', () => {
    expect(problems('category: docs, subkind: patch')).toEqual([expect.stringContaining('the category `docs` has no subkinds')])
  })

  test('sets the complexity, so a phase does not', () => {
    expect(problems('category: dependency_update, subkind: patch, complexity: high')).toEqual([expect.stringContaining('complexity: the subkind sets the complexity')])
  })
})

describe('CI', () => {
  const only = (profile: string): string => `ci: { ${profile}: [{ run: ["npm", "test"] }] }`

  test('that is missing altogether is refused with an example', () => {
    expect(problems('category: docs', { head: 'budget: {}' })).toEqual([
      expect.stringContaining('no CI is configured, so nothing would show whether the change works; add ci: { normal: [{ run: ["npm", "test"] }] } to the plan or to .autopack/config.yaml, or say `ci: none` in the phase'),
    ])
    expect(problems('category: docs, ci: none', { head: 'budget: {}' })).toEqual([])
    expect(problems('category: docs, ci: [{ run: ["make"] }]', { head: 'budget: {}' })).toEqual([])
  })

  test('of a category that asks for strict never runs on less', () => {
    expect(problems('category: security_auth_change', { head: only('normal') })).toEqual([expect.stringContaining('needs the CI profile `strict`, which is not defined')])
    expect(problems('category: security_auth_change, ci: normal')).toEqual([expect.stringContaining('ci: `security_auth_change` must pass the strict CI profile, `normal` is less')])
    expect(problems('category: security_auth_change, ci: none')).toEqual([expect.stringContaining('`none` is less')])
    expect(problems('category: security_auth_change')).toEqual([])
  })

  test('of the phase’s choice must be defined', () => {
    expect(problems('category: docs, ci: strict', { head: only('normal') })).toEqual([expect.stringContaining('ci: needs the CI profile `strict`')])
    expect(problems('category: docs', { head: only('strict') })).toEqual([expect.stringContaining('needs the CI profile `normal`')])
  })

  test('may come from the project', () => {
    expect(problems('category: docs', { head: 'budget: {}', project: `version: 1\n${only('normal')}` })).toEqual([])
  })
})

test('a category that must be audited cannot go without', () => {
  expect(problems('category: debt_cleanup, auditor: none')).toEqual([expect.stringContaining('auditor: `debt_cleanup` must be audited (debt_cleanup_review)')])
  expect(problems('category: docs, auditor: none')).toEqual([])
})

test('a run holds no more phases than its cap', () => {
  const phases = (count: number): string =>
    Array.from({ length: count }, (_, index) => `- { id: p${index}, category: docs, goal: x, scope: ["a"] }`).join('\n')
  const found = (count: number, head = bothProfiles): string[] => {
    const document = plan(planText(phases(count), head))
    return checkPlan(document, resolve(document)).map(formatProblem)
  }
  expect(found(25)).toEqual([])
  expect(found(26)).toEqual([expect.stringContaining('tiers[0].phases[25]: the plan has 26 phases and a run may hold 25; split the plan or raise budget.phases')])
  expect(found(26, `${bothProfiles}\nbudget: { phases: 26 }`)).toEqual([])
})
