import type { ArtifactReference, CiVerdict, EventData, NewEvent } from '@autopack/contracts'
import { samplePolicy, sampleStrategy } from '@autopack/testkit'

const id = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const usage = { input: 5200, cacheRead: 0, cacheWrite: 0, output: 800, reasoning: 0 }

const runCreate: EventData['run-create'] = {
  project: 'sample',
  strategy: sampleStrategy({ tiers: { base: [{ id: 'greet', caps: { attempts: 10 } }] } }),
  policy: samplePolicy,
  planDirectory: '/plan',
  plan: {},
  base: id,
  target: 'main',
  branch: 'autopack/sample',
  engineVersion: '0.0.0',
  auditorAvailable: true,
  setupKey: null,
  parent: null,
  author: { name: 'Autopack', email: 'autopack@localhost' },
}

const beginning: readonly NewEvent[] = [
  { type: 'run-create', data: runCreate },
  { type: 'run-adopt', data: { owner: 'owner-1', epoch: 1 } },
  { type: 'run-state', data: { from: 'RUN_CREATED', to: 'PHASE_QUEUEING', reason: null } },
  { type: 'tier-state', data: { tier: 'base', from: 'PENDING', to: 'IN_PROGRESS', reason: null } },
  { type: 'phase-state', data: { phase: 'greet', from: 'QUEUED', to: 'EXECUTING', reason: null } },
  { type: 'run-state', data: { from: 'PHASE_QUEUEING', to: 'PHASE_EXECUTION', reason: null } },
]

/** So many events as a run writes them: its beginning, then one attempt after the other that CI refuses. */
export function sampleEvents(count: number): NewEvent[] {
  const events = [...beginning]
  for (let attempt = 1; events.length < count; attempt += 1) events.push(...redAttempt(attempt))
  return events.slice(0, count)
}

/** Twenty events. */
export function redAttempt(attempt: number): NewEvent[] {
  const failure = { kind: 'ci_fail', message: `2 tests fail that passed before: greet > greets by name, greet > greets nobody (attempt ${attempt})` } as const
  const hint = { phase: 'greet', attempt, category: 'feature_scaffolding', scope: ['src/**', 'test/**'], text: failure.message, source: 'attempt' } as const
  const operation = `sample/greet/${attempt}/build/1.1`
  const effect = (kind: string): string => `${attempt}-${kind}`
  const judged = { kind: 'accepted', commit: id, tree: id, digest: 'd'.repeat(64), asks: [], paths: ['src/greet.js', 'test/greet.test.js'], linesAdded: 12, linesDeleted: 3, diff: kept('change.diff'), setupKey: null } as const
  return [
    { type: 'attempt-start', data: { phase: 'greet', attempt, hints: [hint], difference: 'a hint' } },
    { type: 'effect-start', data: { effect: effect('build'), kind: 'build', phase: 'greet', attempt, input: { base: id, timeoutMs: 900_000 } } },
    { type: 'call-start', data: { operation, phase: 'greet', role: 'builder', model: 'author', because: 'the first of the chain for medium complexity', bound: { tokens: 12_000, nanoUsd: 40_000_000 }, request: kept('model-request.json') } },
    { type: 'call-end', data: { operation, ended: 'answered', failure: null, usage, tokens: 6000, nanoUsd: 9_000_000, served: 'author-1', answer: kept('model-answer.json') } },
    { type: 'effect-end', data: { effect: effect('build'), kind: 'build', durationMs: 9100, outcome: { kind: 'proposed', base: id, tree: id, summary: 'A greeting, with a test.', family: 'north', evidence: [] } } },
    { type: 'effect-start', data: { effect: effect('judge'), kind: 'judge', phase: 'greet', attempt, input: { change: { base: id, tree: id }, onto: id, receipt: `sample/greet/${attempt}`, at: 1_700_000_000 } } },
    { type: 'effect-end', data: { effect: effect('judge'), kind: 'judge', durationMs: 40, outcome: judged } },
    { type: 'phase-state', data: { phase: 'greet', from: 'EXECUTING', to: 'CI_RUNNING', reason: null } },
    { type: 'run-state', data: { from: 'PHASE_EXECUTION', to: 'CI_RUNNING', reason: null } },
    { type: 'effect-start', data: { effect: effect('ci'), kind: 'ci', phase: 'greet', attempt, input: { commit: id, baseline: 'normal', timeoutMs: 800_000, setupKey: null } } },
    {
      type: 'effect-end',
      data: {
        effect: effect('ci'),
        kind: 'ci',
        durationMs: 2300,
        outcome: { kind: 'judged', verdict: red, result: kept('ci-result.json'), commands: [{ run: ['node', '--test'], exitCode: 1, durationMs: 2290 }], excerpt: failure.message },
      },
    },
    { type: 'attempt-end', data: { phase: 'greet', attempt, failure } },
    { type: 'hint-record', data: { hint } },
    { type: 'issue-record', data: { phase: 'greet', severity: 'minor', source: 'ci', category: 'tests', message: failure.message, path: 'test/greet.test.js' } },
    { type: 'cap-alert', data: { cap: 'phase.minutes', level: 'warn', used: 460_000, limit: 900_000, tier: 'base', phase: 'greet' } },
    { type: 'wait-start', data: { phase: null, kind: 'pause', until: null, message: 'paused by ada' } },
    { type: 'wait-end', data: { phase: null, kind: 'pause' } },
    { type: 'run-adopt', data: { owner: 'owner-1', epoch: 1 } },
    { type: 'phase-state', data: { phase: 'greet', from: 'CI_RUNNING', to: 'EXECUTING', reason: null } },
    { type: 'run-state', data: { from: 'CI_RUNNING', to: 'PHASE_EXECUTION', reason: null } },
  ]
}

const red: CiVerdict = {
  verdict: 'red',
  reasons: ['2 tests fail that passed before'],
  newFailures: ['greet > greets by name', 'greet > greets nobody'],
  knownFailures: [],
  counts: { passed: 40, failed: 2, skipped: 0 },
  lostTests: [],
}

function kept(name: string): ArtifactReference {
  return { hash: 'a'.repeat(64), bytes: 4096, mediaType: 'application/json', name }
}
