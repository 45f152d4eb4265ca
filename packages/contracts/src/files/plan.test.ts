import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Plan } from './plan.ts'
import { planSchema } from './plan.ts'

const phase = { id: 'one', category: 'docs', goal: 'Say it.', scope: ['README.md'] }
const withPhase = (keys: object): unknown => ({ version: 1, project: 'x', tiers: [{ id: 'base', phases: [{ ...phase, ...keys }] }] })
const accepts = (value: unknown): boolean => planSchema.safeParse(value).success

test('the smallest plan', () => {
  expect(accepts(withPhase({}))).toBe(true)
})

test('a plan that uses every key', () => {
  const entry = { run: ['npm', 'test'], cwd: 'a', env: { A: '1' }, envFrom: ['B'], timeout: 60, network: true, report: { format: 'junit', from: 'out.xml' } }
  const full = {
    version: 1,
    project: 'hello',
    ci: { normal: [entry], strict: [entry] },
    budget: { usd: 1, tokens: 2, minutes: 3, phases: 4, minorIssues: 0 },
    runType: 'maintenance',
    safetyProfile: 'safety_critical',
    workspace: { copy: ['.env'], setup: [{ run: ['npm', 'ci'], network: true }] },
    approvals: { expiresAfterMinutes: 5 },
    tiers: [
      {
        id: 'base',
        phases: [
          {
            ...phase,
            subkind: 'additive',
            complexity: 'high',
            root: 'packages/a',
            deliverables: ['README.md'],
            dependsOn: ['zero'],
            builder: { kind: 'command', run: ['node', '{plan}/x.mjs'], network: false },
            ci: [entry],
            timeout: 5,
            env: { C: '' },
            auditor: 'required',
          },
        ],
      },
    ],
  }
  expect(planSchema.parse(full)).toEqual(full)
})

describe('a plan is refused', () => {
  test.each(Object.keys(phase))('without a phase’s %s', (key) => {
    expect(accepts(withPhase({ [key]: undefined }))).toBe(false)
  })

  test.each([
    ['an unknown key', { owner: 'me' }],
    ['an empty scope', { scope: [] }],
    ['a goal of blanks', { goal: '  ' }],
    ['an id that could not be part of a git ref', { id: 'a..b' }],
    ['an id that is too long', { id: 'a'.repeat(49) }],
    ['a deliverable outside the repository', { deliverables: ['../x'] }],
    ['a deliverable that is absolute', { deliverables: ['/x'] }],
    ['a command as text', { ci: [{ run: 'npm test' }] }],
    ['a command without a program', { ci: [{ run: [] }] }],
    ['CI without commands', { ci: [] }],
    ['a builder of no known kind', { builder: { kind: 'magic' } }],
    ['a command for a builder that runs none', { builder: { kind: 'model', run: ['x'] } }],
    ['a timeout of nothing', { timeout: 0 }],
    ['a variable that is not text', { env: { A: 1 } }],
  ])('with %s', (_, keys) => {
    expect(accepts(withPhase(keys))).toBe(false)
  })

  test.each([
    ['no tiers', { tiers: [] }],
    ['a tier without phases', { tiers: [{ id: 'a', phases: [] }] }],
    ['a budget that is endless', { budget: { usd: Number.POSITIVE_INFINITY } }],
    ['a budget that is not a number', { budget: { tokens: Number.NaN } }],
    ['half a token', { budget: { tokens: 1.5 } }],
    ['another version', { version: 2 }],
  ])('with %s', (_, keys) => {
    expect(accepts(Object.assign({}, withPhase({}), keys))).toBe(false)
  })
})

test('an argv always has a program', () => {
  expectTypeOf<NonNullable<NonNullable<Plan['ci']>['normal']>[number]['run']>().toEqualTypeOf<[string, ...string[]]>()
})
