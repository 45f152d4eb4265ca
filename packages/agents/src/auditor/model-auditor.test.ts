import type { AuditOutcome, AuditRequest, CiVerdict } from '@autopack/contracts'
import { createScriptedClient, scriptedAnswer, scriptedFailure, type ScriptedClientOptions } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { phaseOf, sceneWith } from '../../test/scene.ts'
import { createModelAuditor } from './model-auditor.ts'

const ci: CiVerdict = { verdict: 'green', reasons: [], newFailures: [], knownFailures: ['old > one'], counts: { passed: 3, failed: 1, skipped: 0 }, lostTests: [] }
const minor = { severity: 'minor', file: 'src/a.js', line: 3, category: 'style', message: 'Name it.', evidence: 'line 3', confidence: 0.5 }
const major = { ...minor, severity: 'major' }
const auditor = createModelAuditor({ models: { serves: () => true } })

function requestFor(changes: Partial<AuditRequest> = {}): AuditRequest {
  return { run: 'run-1', phase: phaseOf(), attempt: 1, diff: '+const greeting = "Grüß Gott"', ci, authorFamily: 'scripted-builder', ...changes }
}

function audit(respond: ScriptedClientOptions['respond'], changes?: Partial<AuditRequest>): Promise<AuditOutcome> {
  return auditor.audit(requestFor(changes), sceneWith(respond).context)
}

test.each([
  ['approve', []],
  ['approve', [minor, major]],
  ['reject', []],
  ['reject', [minor]],
])('%s with %j is reported as it was said: what it means is the gate’s to say', async (verdict, findings) => {
  expect(await audit(() => ({ verdict, findings }))).toMatchObject({ kind: 'audited', verdict, findings })
})

test.each(['approveed', 'APPROVE', 'approve ', 'ok', '', null, true])('%j is no verdict', async (verdict) => {
  expect(await audit(() => ({ verdict, findings: [] }))).toMatchObject({ kind: 'failed', failure: 'format' })
})

test.each(['', 'LGTM', '{"verdict": "approve"', '{"verdict": "approve"}', '{"verdict": "approve", "findings": [{"severity": "critical"}]}'])('%j does not approve', async (text) => {
  expect(await audit(() => text)).toMatchObject({ kind: 'failed', failure: 'format' })
})

test('what an answer says besides is ignored', async () => {
  expect(await audit(() => ({ verdict: 'approve', findings: [{ ...minor, rank: 1, confidence: 85 }], mood: 'good' }))).toMatchObject({ kind: 'audited', findings: [{ ...minor, confidence: 1 }] })
})

test('independence is by family, and the router is asked to avoid the author', async () => {
  const { client, context } = sceneWith(() => ({ verdict: 'approve', findings: [] }))
  expect(await auditor.audit(requestFor(), context)).toMatchObject({ independent: true, family: 'scripted-auditor' })
  expect(await auditor.audit(requestFor({ authorFamily: 'scripted-auditor' }), context)).toMatchObject({ independent: false })
  expect(await auditor.audit(requestFor({ authorFamily: null }), context)).toMatchObject({ independent: true })
  expect(client.requests.map((request) => request.purpose.avoidFamilies)).toEqual([['scripted-builder'], ['scripted-auditor'], []])
})

test.each([
  ['timeout', 'infrastructure'],
  ['billing', 'authentication'],
  ['refused', 'infrastructure'],
  ['schemaViolation', 'format'],
] as const)('a call that failed with %s is %s', async (failure, expected) => {
  expect(await audit(() => scriptedFailure(failure))).toMatchObject({ kind: 'failed', failure: expected })
})

test('half an audit is none, and half a diff is not audited', async () => {
  const approval = JSON.stringify({ verdict: 'approve', findings: [] })
  expect(await audit((request) => scriptedAnswer(approval, request, { finish: 'length' }))).toMatchObject({ failure: 'format' })
  expect(await audit(() => approval, { diff: 'x'.repeat(400_001) })).toMatchObject({ failure: 'budget' })
})

test('the prompt holds goal, diff, CI and what the profile looks at', async () => {
  const { client, context } = sceneWith(() => '')
  await auditor.audit(requestFor({ phase: phaseOf({ auditorProfile: 'security_review' }) }), context)
  await auditor.audit(requestFor({ phase: phaseOf({ auditorProfile: 'our_own_review' }), ci: null }), context)
  const [first, second] = client.requests.map((request) => request.messages.at(-1)?.text)
  expect(first).toContain('Add a function that greets.')
  expect(first).toContain('Grüß Gott')
  expect(first).toContain('green, 3 passed, 1 failed, 0 skipped; failing before the change too: old > one')
  expect(first).toContain('injection')
  expect(second).toContain('our own review')
  expect(second).toContain('this phase declares none')
})

test('an auditor is there where a model is configured for it', () => {
  const models = createScriptedClient({ respond: () => '', roles: ['builder'] })
  expect(createModelAuditor({ models }).available()).toBe(false)
  expect(auditor.available()).toBe(true)
})

test('what any audit of a phase asks at least is known before there is a change', async () => {
  const { client, context } = sceneWith(() => ({ verdict: 'approve', findings: [] }))
  await auditor.audit(requestFor({ ci: null, authorFamily: null }), context)
  const [asked] = client.requests
  const outline = auditor.outline?.(phaseOf())
  expect(outline).toMatchObject({ purpose: asked?.purpose, schema: asked?.schema, maxOutputTokens: asked?.maxOutputTokens })
  expect(asked?.messages.map(({ text }) => text.replace(requestFor().diff, ''))).toEqual(outline?.messages.map(({ text }) => text))
})
