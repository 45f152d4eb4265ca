import type { Strategy } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plan, planText, resolve } from '../../test/fixtures.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { compileStrategy } from './compile-strategy.ts'

const profiles = 'ci: { normal: [{ run: ["n"] }], strict: [{ run: ["s"] }] }'
const phase = (keys = ''): string => `- { id: one, goal: x, scope: ["src/**"], category: docs${keys} }`

interface Options {
  readonly head?: string
  readonly project?: string
  readonly watched?: boolean
  readonly auditorAvailable?: boolean
}

function compile(phases: string, options: Options = {}): Strategy {
  const document = plan(planText(phases, `${profiles}\n${options.head ?? ''}`))
  const resolved = resolve(document, options.project)
  return compileStrategy({ plan: document.plan, resolved, watched: options.watched ?? false, auditorAvailable: options.auditorAvailable ?? true })
}

function first(phases: string, options?: Options): Strategy['tiers'][number]['phases'][number] | undefined {
  return compile(phases, options).tiers[0]?.phases[0]
}

describe('a run', () => {
  test('has the caps of its budget, money in whole nano-dollars', () => {
    const { caps } = compile(phase(), { head: 'budget: { usd: 0.1, tokens: 7, minutes: 0.5, phases: 3, minorIssues: 0 }' })
    expect(caps).toEqual({ nanoUsd: 100_000_000, tokens: 7, durationMs: 30_000, phases: 3, minorIssues: 0 })
  })

  test('never has a money cap of nothing', () => {
    expect(compile(phase(), { head: 'budget: { usd: 0.0000000001 }' }).caps.nanoUsd).toBe(1)
  })

  test('keeps run type, safety profile and workspace', () => {
    const head = 'runType: maintenance\nsafetyProfile: safety_critical\nworkspace: { copy: [".env"], setup: [{ run: ["npm", "ci"], network: true }, { run: ["make"] }] }'
    expect(compile(phase(), { head })).toMatchObject({
      runType: 'maintenance',
      safetyProfile: 'safety_critical',
      workspace: { copy: ['.env'], setup: [{ run: ['npm', 'ci'], network: true }, { run: ['make'], network: false }] },
    })
  })

  test('lets approvals expire as configured, after 15 minutes while watched, else never', () => {
    expect(compile(phase(), { watched: true }).approvalExpiresAfterMs).toBe(900_000)
    expect(compile(phase(), { watched: false }).approvalExpiresAfterMs).toBeNull()
    expect(compile(phase(), { watched: false, head: 'approvals: { expiresAfterMinutes: 2 }' }).approvalExpiresAfterMs).toBe(120_000)
    expect(compile(phase(), { watched: true, head: 'approvals: { expiresAfterMinutes: 2 }' }).approvalExpiresAfterMs).toBe(120_000)
  })
})

describe('a phase', () => {
  test('lifts rules for the paths the plan names, inside its root', () => {
    expect(first(phase())?.allow).toEqual({})
    expect(first(phase(', root: packages/a, allow: { growth: ["src/gen/**"], executable: ["run.sh"] }'))?.allow).toEqual({ growth: ['packages/a/src/gen/**'], executable: ['packages/a/run.sh'] })
  })

  test('without a builder is built by the model', () => {
    expect(first(phase())?.builder).toEqual({ kind: 'model' })
    expect(first(phase(', builder: { kind: command, run: ["x"], network: true }'))?.builder).toEqual({ kind: 'command', run: ['x'], network: true })
  })

  test('has its root joined into scope, deliverables and the folders of its CI', () => {
    const slice = first(
      phase(', root: packages/a, deliverables: ["src/x.js"], ci: [{ run: ["t"] }, { run: ["t"], cwd: test, report: { format: junit, from: out/r.xml } }]'),
    )
    expect(slice).toMatchObject({ scope: ['packages/a/src/**'], deliverables: ['packages/a/src/x.js'] })
    expect(slice?.ci).toEqual({
      profile: 'own',
      entries: [
        { run: ['t'], cwd: 'packages/a' },
        { run: ['t'], cwd: 'packages/a/test', report: { format: 'junit', from: 'out/r.xml' } },
      ],
    })
  })

  test('runs the profile it chooses, or none', () => {
    expect(first(phase(', ci: strict'))?.ci).toEqual({ profile: 'strict', entries: [{ run: ['s'] }] })
    expect(first(phase(', ci: none'))?.ci).toBeNull()
  })

  test('keeps its variables and dependencies', () => {
    const phases = `${phase(', env: { A: "1" }')}\n- { id: two, goal: y, scope: ["b"], category: docs, dependsOn: [one] }`
    expect(compile(phases).tiers[0]?.phases).toMatchObject([{ env: { A: '1' }, dependsOn: [], tier: 'base' }, { env: {}, dependsOn: ['one'] }])
  })

  test('may take longer than others, and warns at half of that', () => {
    expect(first(phase(', timeout: 40'))?.caps).toMatchObject({ durationMs: 2_400_000, warnAfterMs: 1_200_000 })
  })

  test('may be harder than its category, which keeps its own token cap', () => {
    expect(first(phase(', complexity: high'))).toMatchObject({ complexity: 'high', caps: { tokens: { builder: 150_000, auditor: 50_000 } } })
  })

  test('of a category without a token cap has that of its complexity', () => {
    const row = '{ complexity: low, ciProfile: normal, builderAttempts: 1, auditRounds: 1, minorFactor: 1, autoApply: true }'
    const tokens = (keys: string): number | undefined =>
      first(`- { id: one, goal: x, scope: ["a"], category: own, auditor: none${keys} }`, { project: `version: 1\ncategories: { own: ${row} }` })?.caps.tokens.builder
    expect([tokens(''), tokens(', complexity: medium'), tokens(', complexity: high')]).toEqual([200_000, 500_000, 1_000_000])
  })
})

describe('audits', () => {
  test('are required where the phase or its category says so, whether an auditor exists or not', () => {
    for (const auditorAvailable of [true, false]) {
      expect(first(phase(', auditor: required'), { auditorAvailable })).toMatchObject({ audit: 'required', caps: { tokens: { auditor: 50_000 } } })
      expect(first('- { id: one, goal: x, scope: ["a"], category: debt_cleanup }', { auditorAvailable })).toMatchObject({ audit: 'required' })
    }
  })

  test('happen elsewhere if an auditor exists', () => {
    expect(first(phase())).toMatchObject({ audit: 'if-configured', caps: { tokens: { builder: 150_000, auditor: 50_000 } } })
  })

  test('that will not happen leave their tokens to the builder', () => {
    expect(first(phase(), { auditorAvailable: false })).toMatchObject({ audit: 'none', caps: { tokens: { builder: 200_000, auditor: 0 } } })
    expect(first(phase(', auditor: none'))).toMatchObject({ audit: 'none', caps: { tokens: { builder: 200_000, auditor: 0 } } })
  })
})

test('only the project’s policy lets a category apply that does not by itself', () => {
  const cleanup = '- { id: one, goal: x, scope: ["a"], category: debt_cleanup }'
  expect(first(cleanup)?.autoApply).toBe(false)
  expect(first(cleanup, { project: 'version: 1\npolicy: { autoApply: [docs] }' })?.autoApply).toBe(false)
  expect(first(cleanup, { project: 'version: 1\npolicy: { autoApply: [debt_cleanup] }' })?.autoApply).toBe(true)
})

test('a plan that was not checked is not compiled', () => {
  const compileOne = (keys: string) => () => first(`- { id: one, goal: x, scope: ["a"], ${keys} }`, { head: '' })
  expect(compileOne('category: nonsense')).toThrow(expect.objectContaining({ code: 'AUTOPACK_PLAN_UNCHECKED' }))
  expect(compileOne('category: dependency_update')).toThrow(expect.objectContaining({ code: 'AUTOPACK_PLAN_UNCHECKED' }))
})

describe('for any plan that passes the checks', () => {
  const categories = Object.entries(resolve(null).categories)
  const anyPhase = fc.constantFrom(...categories).chain(([category, { value }]) =>
    fc.record({
      category: fc.constant(category),
      subkind: typeof value.complexity === 'string' ? fc.constant(undefined) : fc.constantFrom(...Object.keys(value.complexity)),
      timeout: fc.option(fc.double({ min: 0.01, max: 600, noNaN: true }), { nil: undefined }),
      auditor: fc.constantFrom('required', undefined),
    }),
  )
  const anyPlan = fc.record({
    tiers: fc.array(fc.array(anyPhase, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
    usd: fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
    auditorAvailable: fc.boolean(),
    safetyProfile: fc.constantFrom('normal', 'safety_critical'),
  })

  function strategyOf({ tiers, usd, auditorAvailable, safetyProfile }: typeof anyPlan extends fc.Arbitrary<infer T> ? T : never): Strategy {
    const text = JSON.stringify({
      version: 1,
      project: 'x',
      ci: { normal: [{ run: ['n'] }], strict: [{ run: ['s'] }] },
      budget: { usd },
      safetyProfile,
      tiers: tiers.map((phases, tier) => ({ id: `t${tier}`, phases: phases.map((keys, index) => ({ ...keys, id: `p${tier}-${index}`, goal: 'x', scope: ['a'] })) })),
    })
    const document = plan(text)
    const resolved = resolve(document)
    expect(checkPlan(document, resolved)).toEqual([])
    return compileStrategy({ plan: document.plan, resolved, watched: false, auditorAvailable })
  }

  const check = (property: (strategy: Strategy) => void): void => {
    fc.assert(fc.property(anyPlan, (input) => property(strategyOf(input))), { numRuns: 60 })
  }

  test('every amount that is counted in wholes is a whole, and none is negative', () => {
    check(({ caps, tiers }) => {
      const amounts = [caps.tokens, caps.nanoUsd, caps.durationMs, ...tiers.flatMap((tier) => [tier.caps.tokens, tier.caps.ciRuns, ...tier.phases.flatMap(({ caps: own }) => [own.tokens.builder, own.tokens.auditor, own.durationMs, own.warnAfterMs])])]
      for (const amount of amounts) expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true)
      expect(caps.nanoUsd).toBeGreaterThan(0)
    })
  })

  test('a tier bounds its phases one and a half times over', () => {
    check(({ tiers }) => {
      for (const { caps, phases } of tiers) {
        const sum = phases.reduce((total, { caps: own }) => total + own.tokens.builder + own.tokens.auditor, 0)
        expect(caps.tokens).toBe(Math.ceil(sum * 1.5))
        expect(caps.ciRuns).toBe(phases.length * 2)
      }
    })
  })

  test('a phase warns before it ends, and what must be audited can pay for it', () => {
    check(({ tiers }) => {
      for (const { caps, audit, auditorProfile } of tiers.flatMap(({ phases }) => phases)) {
        expect(caps.warnAfterMs).toBeLessThan(caps.durationMs)
        expect(caps.tokens.auditor > 0).toBe(audit !== 'none')
        if (auditorProfile !== null) expect(audit).toBe('required')
      }
    })
  })

  test('the same texts give the same strategy, and it survives being written down', () => {
    fc.assert(
      fc.property(anyPlan, (input) => {
        const strategy = strategyOf(input)
        expect(strategyOf(input)).toEqual(strategy)
        expect(JSON.parse(JSON.stringify(strategy))).toEqual(strategy)
      }),
      { numRuns: 20 },
    )
  })
})
