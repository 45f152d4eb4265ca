import { describe, expect, test } from 'vitest'
import { plan, planText, resolve } from '../../test/fixtures.ts'
import { compileStrategy } from './compile-strategy.ts'

const k = 1_000
const M = 1_000_000

type Row = readonly [
  category: string,
  subkind: string | null,
  complexity: string,
  ciProfile: string,
  builderAttempts: number,
  auditRounds: number,
  tokens: number,
  minorFactor: number,
  autoApply: boolean,
  auditorProfile: string | null,
  highRisk: boolean,
]

const table: readonly Row[] = [
  ['feature_scaffolding', null, 'medium', 'normal', 3, 2, 500 * k, 2, true, null, false],
  ['docs', null, 'low', 'normal', 2, 1, 200 * k, 2, true, null, false],
  ['tests', null, 'low', 'normal', 3, 1, 300 * k, 2, true, null, false],
  ['debt_cleanup', null, 'medium', 'normal', 2, 1, 400 * k, 2, false, 'debt_cleanup_review', false],
  ['cross_cutting_refactor', null, 'high', 'strict', 2, 2, M, 1, false, 'refactor_review', true],
  ['index_registry_change', null, 'high', 'strict', 2, 2, 800 * k, 1, false, 'index_review', true],
  ['schema_contract_change', 'additive', 'high', 'strict', 2, 3, M, 1, false, 'schema_review', true],
  ['schema_contract_change', 'destructive', 'high', 'strict', 2, 3, M, 1, false, 'schema_review', true],
  ['bulk_multi_file_operation', null, 'high', 'strict', 1, 2, 1.5 * M, 1, false, 'bulk_review', true],
  ['security_auth_change', null, 'high', 'strict', 2, 3, 800 * k, 0.5, false, 'security_review', true],
  ['external_feature_reuse', 'internal', 'high', 'strict', 2, 2, M, 1, false, 'external_code_review', true],
  ['external_feature_reuse', 'remote', 'high', 'strict', 2, 2, M, 1, false, 'external_code_review', true],
  ['external_code_intake', null, 'high', 'strict', 2, 3, 1.2 * M, 0.5, false, 'license_and_security_review', true],
  ['dependency_update', 'patch', 'low', 'strict', 1, 1, 200 * k, 1, false, 'external_code_review', false],
  ['dependency_update', 'minor', 'medium', 'strict', 1, 1, 200 * k, 1, false, 'external_code_review', false],
  ['dependency_update', 'major', 'high', 'strict', 1, 1, 200 * k, 1, false, 'external_code_review', false],
]

const profiles = 'ci: { normal: [{ run: ["n"] }], strict: [{ run: ["s"] }] }'

function compiled(phase: string, head = profiles): ReturnType<typeof compileStrategy> {
  const document = plan(planText(phase, head))
  return compileStrategy({ plan: document.plan, resolved: resolve(document), watched: true, auditorAvailable: true })
}

test('twelve categories are shipped', () => {
  expect(Object.keys(resolve(null).categories)).toEqual([...new Set(table.map(([name]) => name))])
})

for (const [category, subkind, complexity, profile, attempts, auditRounds, tokens, minors, autoApply, auditorProfile, highRisk] of table) {
  test(subkind === null ? category : `${category}, ${subkind}`, () => {
    const key = subkind === null ? '' : `, subkind: ${subkind}`
    const [tier] = compiled(`- { id: one, category: ${category}${key}, goal: x, scope: ["a"] }`).tiers
    const [slice] = tier?.phases ?? []
    expect(slice).toMatchObject({ category, subkind, complexity, autoApply, auditorProfile, highRisk, caps: { attempts, auditRounds } })
    expect(slice?.ci).toEqual({ profile, entries: [{ run: [profile === 'normal' ? 'n' : 's'] }] })
    expect(slice?.audit).toBe(auditorProfile === null ? 'if-configured' : 'required')
    expect((slice?.caps.tokens.builder ?? 0) + (slice?.caps.tokens.auditor ?? 0)).toBe(tokens)
    expect(tier?.caps).toEqual({ tokens: tokens * 1.5, ciRuns: 2, minorIssues: minors, majorIssues: 0 })
  })
}

describe('what is shipped caps', () => {
  const two = '- { id: one, category: docs, goal: x, scope: ["a"] }\n- { id: two, category: security_auth_change, goal: x, scope: ["a"] }'

  test('a run: 5M tokens, 10 USD, 25 phases, 120 minutes, three minor issues a phase', () => {
    expect(compiled(two).caps).toEqual({ tokens: 5 * M, nanoUsd: 10_000_000_000, phases: 25, durationMs: 7_200_000, minorIssues: 6 })
  })

  test('a tier: 1.5 of its phases’ tokens, two CI runs a phase, the sum of their minors, no majors', () => {
    expect(compiled(two).tiers[0]?.caps).toEqual({ tokens: 1.5 * M, ciRuns: 4, minorIssues: 2.5, majorIssues: 0 })
  })

  test('a safety-critical tier: half the minors', () => {
    expect(compiled(two, `${profiles}\nsafetyProfile: safety_critical`).tiers[0]?.caps.minorIssues).toBe(1.25)
  })

  test('a phase: 15 minutes, with a warning at half', () => {
    expect(compiled(two).tiers[0]?.phases[0]?.caps).toMatchObject({ durationMs: 900_000, warnAfterMs: 450_000 })
  })

  test('a phase of a category without a cap: 200k, 500k or 1M tokens by complexity', () => {
    const { tokensByComplexity } = resolve(null).phase.value
    expect(tokensByComplexity).toEqual({ low: 200 * k, medium: 500 * k, high: M })
  })
})
