import type { AttemptFailureKind, Receipt } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { aDrawing, anAttempt, aPhase, aView, plain } from '../../test/a-run.ts'
import { symbolsFor } from '../terminal/symbols.ts'
import { drawRun } from './draw-run.ts'
import { createInvocation } from './invocation.ts'

const receipt: Receipt = {
  version: 1,
  id: 'night/readme/1',
  run: 'night',
  phase: 'readme',
  attempt: 1,
  base: 'a',
  tree: 'b',
  commands: [],
  isolation: 1,
  ci: { verdict: 'green', reasons: [], newFailures: [], knownFailures: ['old'], counts: { passed: 14, failed: 1, skipped: 0 }, lostTests: [] },
  testsBefore: { passed: 12, failed: 1, skipped: 0 },
  audit: { verdict: 'approve', model: 'reviewer', independent: false, findings: [] },
  approval: null,
  linesAdded: 3,
  linesDeleted: 1,
  tokens: 12_300,
  nanoUsd: 12_300_000,
}

const accepted = { kind: 'accepted', commit: 'c'.repeat(40), tree: 't', digest: 'd', asks: [], paths: ['README.md'], linesAdded: 3, linesDeleted: 1, diff: { hash: 'h', bytes: 1, mediaType: 'text/plain', name: 'change.diff' }, setupKey: null } as const

const kept = aPhase('readme', {
  state: 'COMPLETE',
  attempts: [anAttempt(1, { failure: { kind: 'ci_fail', message: '1 test fails that did not before: greets' } }), anAttempt(2, { accepted })],
  spent: { tokens: 12_300, nanoUsd: 12_300_000, durationMs: 62_000, tokensByRole: { builder: 12_300, auditor: 0 } },
  commit: 'c'.repeat(40),
  endedAt: 1,
})

function failedBy(kind: AttemptFailureKind): ReturnType<typeof aView> {
  return aView([aPhase('one', { state: 'FAILED', attempts: [anAttempt(1, { failure: { kind, message: 'x' } })] })], { state: 'DONE_FAILED_ENVIRONMENT', endedAt: 1 })
}

describe('the drawing of a run', () => {
  it('shows what was kept on what evidence, and what it took to get there', () => {
    const view = aView([kept], { state: 'DONE_SUCCESS', endedAt: Date.parse('2026-11-21T05:00:00Z'), branchExists: true, head: 'c'.repeat(40) })
    const text = plain(drawRun(aDrawing(view, { receipts: new Map([['readme', receipt]]) })))
    expect(text).toContain('✔ night · hello · done · 1 of 1 phase')
    expect(text).toContain('1 h ago')
    expect(text).toContain('✔ readme  docs  2 attempts  1m02s  12.3k tok  $0.0123  14 tests green, 12 before, 1 red as before at isolation L1 · audited by reviewer (same family) · +3 −1 · ccccccc')
    expect(text).toContain('└ attempt 1  ci fail  1 test fails that did not before: greets')
    expect(text).toContain('autopack promote night  moves main forward → ccccccc')
  })

  it('says that evidence was erased rather than inventing it', () => {
    expect(plain(drawRun(aDrawing(aView([kept]))))).toContain('receipt erased')
  })

  it.each([
    { name: 'executed now', drawing: aDrawing(aView([aPhase('one', { state: 'CI_RUNNING' })]), { executing: true }), has: ['▶ night', 'running', '▶ one', 'in CI', 'autopack watch night'] },
    { name: 'killed', drawing: aDrawing(aView([aPhase('one', { state: 'EXECUTING' })])), has: ['interrupted, can be resumed', 'interrupted while building', 'autopack resume night'] },
    { name: 'paused', drawing: aDrawing(aView([aPhase('one')], { waiting: { kind: 'pause', since: 1, until: null, message: 'paused by ann' } })), has: ['◷ night', 'paused', 'goes on where it stopped'] },
    { name: 'waiting for its branch', drawing: aDrawing(aView([aPhase('one', { state: 'GATE', attempts: [anAttempt(1, { obstacle: 'it is checked out' })] })], { state: 'SNAPSHOT_CREATED', waiting: { kind: 'ref', since: 1, until: null, message: 'it is checked out; switch to yours: git switch -' } })), has: ['waiting for a person', 'waits for its branch and tag', 'Waiting   it is checked out\n            switch to yours: git switch -'] },
    { name: 'waiting for an editor', drawing: aDrawing(aView([aPhase('one', { state: 'EXECUTING', waiting: { kind: 'result', since: 1, until: null, message: `write ${'deep/'.repeat(40)}phase_result.json; as asked` } })])), has: ['waits for an answer', `Waiting   one wants an answer\n            write ${'deep/'.repeat(40)}phase_result.json\n            as asked`] },
    { name: 'cancelled', drawing: aDrawing(aView([aPhase('one', { state: 'SKIPPED', reason: 'cancelled by ann' })], { state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: 'cancelled by ann', cancelled: { by: 'ann', note: '' }, endedAt: 1 })), has: ['✖ night · hello · cancelled', '– one', 'autopack retry night'] },
    { name: 'rolled back', drawing: aDrawing(aView([{ ...kept, rolledBack: true }], { state: 'DONE_SUCCESS', endedAt: 1 })), has: ['– readme', 'rolled back', '0 of 1 phase', 'autopack retry night  builds anew what was taken off'] },
    { name: 'retried', drawing: aDrawing(aView([aPhase('one', { state: 'FAILED' })], { state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', endedAt: 1 }), { retriedAs: 'morning' }), has: ['Next      autopack show morning  is the retry of this run'] },
    { name: 'failed by the machine', drawing: aDrawing(failedBy('infrastructure')), has: ['autopack logs night one', 'mend what it names', 'autopack run PLAN  builds the plan once you have mended it\n', 'autopack retry night  builds the rest of the plan as it was frozen, where the plan is right'] },
    { name: 'failed by a model that is not there', drawing: aDrawing(failedBy('no_model')), has: ['mend models.yaml', 'autopack retry night  then builds'] },
    { name: 'failed by its key', drawing: aDrawing(failedBy('authentication'), { rejectedKey: 'ZAI_API_KEY' }), has: ['mend the key in ZAI_API_KEY', 'autopack retry night  then builds'] },
    { name: 'failed in its baseline', drawing: aDrawing(aView([aPhase('one', { state: 'SKIPPED' })], { state: 'DONE_FAILED_ENVIRONMENT', endedAt: 1, baselines: { key: { kind: 'failed', message: 'CI cannot run' } } })), has: ['Next      autopack logs night  shows'] },
    { name: 'cut off', drawing: aDrawing(aView([aPhase('one', { state: 'FAILED', reason: 'cancelled by ann', attempts: [anAttempt(1, { failure: { kind: 'infrastructure', message: 'the run ended: cancelled by ann' } })] })], { state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', cancelled: { by: 'ann', note: '' }, endedAt: 1 })), has: ['attempt 1  cut off  the run ended: cancelled by ann'] },
    { name: 'detached', drawing: aDrawing({ ...aView([kept], { state: 'DONE_SUCCESS', endedAt: 1, branchExists: true, head: 'c'.repeat(40) }), created: { ...aView([kept]).created, target: null } }), has: ['on a detached HEAD at aaaaaaa', 'autopack promote night --target BRANCH'] },
  ])('tells a run that is $name', ({ drawing, has }) => {
    const text = plain(drawRun(drawing))
    for (const part of has) expect(text).toContain(part)
  })

  it('tells what a person is asked, until when, and the commands that answer', () => {
    const approval = { id: 'one-1', run: 'night', phase: 'one', asks: [{ rule: 'protected-path', path: 'package.json', message: 'package.json is of class build', remedy: null }], change: 'c', policy: 'p', expiresAt: Date.parse('2026-11-20T22:15:00Z') }
    const phase = aPhase('one', { state: 'GATE', approval: 'one-1', waiting: { kind: 'approval', since: 1, until: null, message: '' } })
    const view = aView([phase], { approvals: { 'one-1': { request: approval, requestedAt: 1, decision: null } } })
    const text = plain(drawRun(aDrawing(view, { invocation: createInvocation({ repo: 'my project' }) })))
    expect(text).toContain('one asks for your approval within 15m; silence counts as no')
    expect(text).toContain('- package.json is of class build')
    expect(text).toContain("autopack approve night one-1 --repo 'my project'")
    expect(text).toContain("autopack reject night one-1 --repo 'my project'")
  })

  it('tells which caps were reached, once each, and where the money went', () => {
    const alert = { cap: 'phase.minutes', used: 450, limit: 900, tier: 'base', phase: 'one' } as const
    const view = aView([aPhase('one')], { alerts: [{ ...alert, level: 'warn' }, { cap: 'run.usd', used: 10, limit: 10, tier: null, phase: null, level: 'reached' }], spent: { tokens: 2_000_000, nanoUsd: 9_990_000_000, durationMs: 60_000, tokensByRole: { builder: 0, auditor: 0 } } })
    const text = plain(drawRun(aDrawing(view)))
    expect(text).toContain('$9.99 of $10.00 · 2M of 5M tokens')
    expect(text).toContain('▲ phase.minutes of one: 50 % used')
    expect(text).toContain('▲ run.usd: used up')
  })

  it('counts what was found', () => {
    const issue = { phase: 'one', source: 'audit', category: 'style', message: 'x', path: null, at: 1 } as const
    const view = aView([aPhase('one')], { issues: [{ ...issue, severity: 'minor' }, { ...issue, severity: 'minor' }, { ...issue, severity: 'major' }] })
    expect(plain(drawRun(aDrawing(view)))).toContain('Issues    1 major, 2 minor  autopack issues night')
  })

  it('stays within the width for what others wrote, and keeps control characters out', () => {
    const failure = { kind: 'ci_fail', message: `\u001b[31m${'very long '.repeat(40)}` } as const
    const view = aView([aPhase('one', { state: 'FAILED', attempts: [anAttempt(1, { failure })] })])
    const text = plain(drawRun(aDrawing(view, { width: 80 })))
    expect(Math.max(...text.split('\n').filter((line) => line.includes('very long')).map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(text).not.toContain('\u001b')
  })

  it('is plain text without UTF-8', () => {
    const text = plain(drawRun(aDrawing(aView([kept]), { symbols: symbolsFor({}) })))
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
  })
})
