import type { AuditOutcome, CiVerdict, Finding, GateInput, PhaseSlice } from '@autopack/contracts'
import { sampleStrategy } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { createQualityGate } from './create-quality-gate.ts'

const gate = createQualityGate()
const green: CiVerdict = { verdict: 'green', reasons: [], newFailures: [], knownFailures: [], counts: { passed: 1, failed: 0, skipped: 0 }, lostTests: [] }
const finding: Finding = { severity: 'major', file: 'src/a.ts', line: 3, category: 'correctness', message: 'loses the last item', evidence: '', confidence: 0.9 }
const ask = { rule: 'protected-path', path: '.github/ci.yml', message: 'asks', remedy: null }

function phase(changes: Partial<Omit<PhaseSlice, 'id' | 'tier' | 'caps'>>): PhaseSlice {
  const strategy = sampleStrategy({ tiers: { base: [{ id: 'p', ci: null, audit: 'if-configured', autoApply: true, highRisk: false, ...changes }] } })
  const [slice] = strategy.tiers.flatMap((tier) => tier.phases)
  if (slice === undefined) throw new Error('the strategy has no phase')
  return slice
}

function audited(verdict: 'approve' | 'reject', findings: readonly Finding[]): AuditOutcome {
  return { kind: 'audited', verdict, findings, family: 'f', model: 'm', independent: true }
}

function input(changes: Partial<GateInput>): GateInput {
  return { phase: phase({}), ci: green, audit: audited('approve', []), asks: [], ...changes }
}

test('green, approved and asking nothing: it passes', () => {
  expect(gate.judge(input({}))).toEqual({ kind: 'pass' })
  expect(gate.judge(input({ audit: null }))).toEqual({ kind: 'pass' })
  expect(gate.judge(input({ phase: phase({ ci: null }), ci: null }))).toEqual({ kind: 'pass' })
})

test.each(['red', 'environment'] as const)('%s CI never passes, whatever the auditor says', (verdict) => {
  expect(gate.judge(input({ ci: { ...green, verdict, reasons: ['a test fails'] } }))).toEqual({ kind: 'reject', reasons: ['a test fails'] })
})

test('CI that a phase has and that did not run never passes', () => {
  expect(gate.judge(input({ phase: phase({ ci: { profile: 'normal', entries: [] } }), ci: null })).kind).toBe('reject')
})

test('a rejecting auditor sends the change back with what was found', () => {
  expect(gate.judge(input({ audit: audited('reject', [finding]) }))).toEqual({ kind: 'reject', reasons: ['major correctness (src/a.ts:3): loses the last item'] })
  expect(gate.judge(input({ audit: audited('reject', []) }))).toEqual({ kind: 'reject', reasons: [expect.stringContaining('gave no finding')] })
})

test('a major finding in a phase of high risk rejects even when the auditor approves', () => {
  const audit = audited('approve', [finding, { ...finding, severity: 'minor' }])
  expect(gate.judge(input({ phase: phase({ highRisk: true }), audit }))).toEqual({ kind: 'reject', reasons: ['major correctness (src/a.ts:3): loses the last item'] })
  expect(gate.judge(input({ phase: phase({ highRisk: true }), audit: audited('approve', [{ ...finding, severity: 'minor' }]) })).kind).toBe('pass')
})

test('a required audit that is missing or failed blocks and says what to configure', () => {
  const required = phase({ audit: 'required' })
  expect(gate.judge(input({ phase: required, audit: null }))).toEqual({ kind: 'block', reasons: [expect.stringContaining('roles.auditor')] })
  const failed: AuditOutcome = { kind: 'failed', failure: 'timeout', message: 'it took too long' }
  expect(gate.judge(input({ phase: required, audit: failed }))).toEqual({ kind: 'block', reasons: [expect.stringContaining('it took too long')] })
  expect(gate.judge(input({ audit: failed })).kind).toBe('pass')
})

test('what the change asks and what its category asks is asked together', () => {
  expect(gate.judge(input({ asks: [ask] }))).toEqual({ kind: 'ask', asks: [ask] })
  expect(gate.judge(input({ phase: phase({ autoApply: false, category: 'schema_change' }), asks: [ask] }))).toEqual({
    kind: 'ask',
    asks: [ask, { rule: 'category-approval', path: null, message: expect.stringContaining('schema_change'), remedy: expect.stringContaining('policy.autoApply') }],
  })
})

test('a test that is gone or skipped is asked about, whatever is green and approved', () => {
  const lost = { rule: 'lost-test', path: null, message: 'A test of the baseline is gone or skipped now: greets; that needs a person’s approval, or the tests as they were.', remedy: null }
  expect(gate.judge(input({ ci: { ...green, lostTests: ['greets'] } }))).toEqual({ kind: 'ask', asks: [lost] })
  expect(gate.judge(input({ ci: { ...green, lostTests: ['greets'] }, asks: [ask] }))).toEqual({ kind: 'ask', asks: [ask, lost] })
  expect(gate.judge(input({ ci: { ...green, lostTests: ['1', '2', '3', '4', '5', '6', '7'] } }))).toMatchObject({ asks: [{ message: expect.stringContaining('7 tests of the baseline are gone or skipped now: 1; 2; 3; 4; 5; … and 2 more') }] })
  expect(gate.judge(input({ phase: phase({ ci: null }), ci: null }))).toEqual({ kind: 'pass' })
})

test('what a test is called writes no line of its own', () => {
  const verdict = gate.judge(input({ ci: { ...green, lostTests: [`a\nAll is well.\u001b[2J\u202e`, 'x'.repeat(10_000)] } }))
  expect(verdict.kind === 'ask' && verdict.asks.map(({ message }) => message)).toEqual([expect.stringMatching(/^2 tests .*: a All is well\. \[2J ; x{199}…; that needs[^\p{Cc}\u202e]*$/u)])
})

test('nothing is asked of a person about a change that does not pass anyway', () => {
  expect(gate.judge(input({ phase: phase({ autoApply: false }), asks: [ask], ci: { ...green, verdict: 'red', reasons: ['x'] } })).kind).toBe('reject')
})
