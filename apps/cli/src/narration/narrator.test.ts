import type { NewEvent } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { aCreation, asJournal, aSlice, plain } from '../../test/a-run.ts'
import { symbolsFor } from '../terminal/symbols.ts'
import { createNarrator } from './narrator.ts'

function told(...events: readonly NewEvent[]): string {
  const narrator = createNarrator(symbolsFor({ LANG: 'C.UTF-8' }))
  return plain(asJournal(events).flatMap((event) => narrator.tell(event)))
}

const created: NewEvent = { type: 'run-create', data: aCreation([aSlice('a'), aSlice('longest')]) }
const artifact = { hash: 'h', bytes: 1, mediaType: 'text/plain', name: 'x' }
const effect = { effect: 'e1', phase: 'a', attempt: 1 }

describe('progress', () => {
  it('begins with the run, aligned for its longest phase', () => {
    const text = told(created, { type: 'run-adopt', data: { owner: 'o', epoch: 2 } }, { type: 'attempt-start', data: { phase: 'a', attempt: 1, hints: [], difference: null } })
    expect(text).toMatch(/^\d\d:\d\d:\d\d {11}run hello on autopack\/night, 2 phases\n\d\d:\d\d:\d\d {2}a {8}attempt 1: building$/)
  })

  it('says when another process takes the run up', () => {
    expect(told({ type: 'run-adopt', data: { owner: 'o', epoch: 3 } })).toContain('taken up again')
  })

  const cases: readonly { readonly name: string; readonly events: readonly NewEvent[]; readonly says: string }[] = [
    { name: 'a hint', events: [{ type: 'attempt-start', data: { phase: 'a', attempt: 2, hints: [{ phase: 'a', attempt: 1, category: 'docs', scope: [], text: '', source: 'attempt' }], difference: 'hint' } }], says: 'a  attempt 2, with 1 hint: building' },
    { name: 'a kept change', events: [{ type: 'effect-start', data: { ...effect, kind: 'snapshot', input: { base: 'b', commit: 'c'.repeat(40), branch: 'x', tag: 'y' } } }, { type: 'effect-end', data: { effect: 'e1', kind: 'snapshot', outcome: { kind: 'kept', receipt: artifact }, durationMs: 1 } }], says: 'a  ✔ kept as ccccccc' },
    { name: 'a branch that somebody moved', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'snapshot', outcome: { kind: 'moved-elsewhere', found: null }, durationMs: 1 } }], says: 'nothing was overwritten' },
    { name: 'a baseline of another time', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'ci', outcome: { kind: 'outdated' }, durationMs: 1 } }], says: 'what CI needs has changed since the baseline was measured' },
    { name: 'a ref in the way', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'snapshot', outcome: { kind: 'obstructed', message: 'autopack/one is checked out' }, durationMs: 1 } }], says: 'not kept yet: autopack/one is checked out' },
    { name: 'a known baseline', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'baseline', outcome: { kind: 'measured', cached: true, result: artifact, verdict: { verdict: 'red', reasons: [], newFailures: [], knownFailures: [], counts: { passed: 3, failed: 1, skipped: 2 }, lostTests: [] } }, durationMs: 1 } }], says: 'baseline: 3 tests passed, 1 failed, 2 skipped  known from before' },
    { name: 'a baseline without a test', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'baseline', outcome: { kind: 'measured', cached: true, result: artifact, verdict: { verdict: 'red', reasons: ['`npm test` exited with 3. The report out.xml is not there.'], newFailures: [], knownFailures: [], counts: { passed: 0, failed: 0, skipped: 0 }, lostTests: [] } }, durationMs: 1 } }], says: 'baseline: no tests counted  known from before\n            `npm test` exited with 3. The report out.xml is not there.' },
    { name: 'a killed build', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'build', outcome: { kind: 'interrupted' }, durationMs: 1 } }], says: 'it is built again' },
    { name: 'a question to an editor', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'build', outcome: { kind: 'waiting', message: 'answer in phase_result.json', name: 'n', checkout: { path: '/c', commit: 'c' } }, durationMs: 1 } }], says: 'waits: answer in phase_result.json' },
    { name: 'a conflict', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'judge', outcome: { kind: 'conflict', paths: ['src/a.js'], diff: artifact }, durationMs: 1 } }], says: 'conflict: src/a.js' },
    { name: 'findings', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'audit', outcome: { kind: 'audited', verdict: 'reject', family: 'f', model: 'reviewer', independent: true, findings: [{ severity: 'major', file: 'a.js', line: 3, category: 'bug', message: 'is wrong', evidence: '', confidence: 1 }] }, durationMs: 1 } }], says: 'rejected by reviewer: a.js:3 is wrong' },
    { name: 'an audit that passed', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'audit', outcome: { kind: 'audited', verdict: 'approve', family: 'f', model: 'reviewer', independent: true, findings: [] }, durationMs: 1200 } }], says: 'audit passed by reviewer  1.2s' },
    { name: 'a failed setup', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'setup', outcome: { kind: 'failed', message: 'npm ci: exit 1\nno network', evidence: [] }, durationMs: 1 } }], says: 'setup failed: npm ci: exit 1' },
    { name: 'a paid call', events: [{ type: 'call-end', data: { operation: 'o', ended: 'answered', failure: null, usage: null, tokens: 3210, nanoUsd: 12_300_000, served: 'gpt', answer: null } }], says: 'gpt answered: 3.2k tokens, $0.0123' },
    { name: 'a call cut off by a crash', events: [{ type: 'call-end', data: { operation: 'o', ended: 'presumed', failure: null, usage: null, tokens: 8000, nanoUsd: 0, served: null, answer: null } }], says: 'charged in full: 8k tokens' },
    { name: 'a failed call', events: [{ type: 'call-end', data: { operation: 'o', ended: 'failed', failure: 'overloaded', usage: null, tokens: 0, nanoUsd: 0, served: null, answer: null } }], says: 'call failed (overloaded)' },
    { name: 'an expired approval', events: [{ type: 'approval-decide', data: { approval: 'a-1', decision: 'expire', by: 'autopack', note: '' } }], says: 'nobody decided in time' },
    { name: 'a void approval', events: [{ type: 'approval-decide', data: { approval: 'a-1', decision: 'void', by: 'autopack', note: '' } }], says: 'the approval is void' },
    { name: 'a cap', events: [{ type: 'cap-alert', data: { cap: 'phase.minutes', level: 'warn', used: 1, limit: 2, tier: null, phase: 'a' } }], says: 'a  ▲ phase.minutes 50 % used' },
    { name: 'an issue', events: [{ type: 'issue-record', data: { phase: 'a', severity: 'minor', source: 'ci', category: 'lost-test', message: 'a test is gone', path: null } }], says: 'a  minor issue: a test is gone' },
    { name: 'another version', events: [{ type: 'engine-change', data: { from: '0.1.0', to: '0.2.0' } }], says: 'goes on under version 0.2.0' },
    { name: 'an attempt that ran out of time', events: [{ type: 'attempt-end', data: { phase: 'a', attempt: 1, failure: { kind: 'timeout', message: 'took 15 minutes' } } }], says: 'attempt 1 failed (timeout): took 15 minutes' },
    { name: 'a rollback', events: [{ type: 'effect-end', data: { effect: 'e1', kind: 'rollback', outcome: { kind: 'rolled-back' }, durationMs: 1 } }], says: 'rolled back' },
  ]
  it.each(cases)('tells of $name', ({ events, says }) => expect(told(...events)).toContain(says))

  it('tells of a failed attempt once', () => {
    expect(told({ type: 'attempt-end', data: { phase: 'a', attempt: 1, failure: { kind: 'ci_fail', message: 'red' } } })).toBe('')
  })
})
