import type { ChangePolicy, EventData, JournalEvent, NewEvent, PhaseSlice, Strategy } from '@autopack/contracts'
import type { AttemptView, PhaseView, RunView } from '@autopack/core'
import { createInvocation } from '../src/drawing/invocation.ts'
import type { Drawing } from '../src/drawing/drawing.ts'
import { paint } from '../src/terminal/painter.ts'
import type { Line } from '../src/terminal/span.ts'
import { symbolsFor } from '../src/terminal/symbols.ts'

const began = Date.parse('2026-11-20T22:00:00Z')

export function aSlice(id: string, more: Partial<PhaseSlice> = {}): PhaseSlice {
  return {
    id,
    tier: 'base',
    category: 'docs',
    subkind: null,
    complexity: 'low',
    highRisk: false,
    goal: `Do ${id}.`,
    scope: ['**'],
    deliverables: [],
    dependsOn: [],
    builder: { kind: 'model' },
    ci: null,
    env: {},
    audit: 'if-configured',
    auditorProfile: null,
    autoApply: true,
    caps: { tokens: { builder: 150_000, auditor: 50_000 }, attempts: 2, auditRounds: 1, durationMs: 900_000, warnAfterMs: 450_000 },
    ...more,
  }
}

export function aPhase(id: string, more: Partial<PhaseView> = {}): PhaseView {
  return {
    slice: aSlice(id),
    state: 'QUEUED',
    reason: null,
    attempts: [],
    auditRounds: 0,
    spent: { tokens: 0, nanoUsd: 0, durationMs: 0, tokensByRole: { builder: 0, auditor: 0 } },
    waiting: null,
    approval: null,
    commit: null,
    receipt: null,
    snapshotBase: null,
    rolledBack: false,
    startedAt: more.state === undefined || more.state === 'QUEUED' ? null : began,
    endedAt: null,
    ...more,
  }
}

export function anAttempt(number: number, more: Partial<AttemptView> = {}): AttemptView {
  return { number, startedAt: began, hints: [], difference: null, interruptions: 0, build: null, judge: null, judgedOnto: null, accepted: null, ci: null, remeasured: false, audit: null, auditedChange: null, displaced: null, obstacle: null, ended: true, failure: null, ...more }
}

function aStrategy(slices: readonly PhaseSlice[]): Strategy {
  return {
    version: 1,
    safetyProfile: 'normal',
    runType: 'project_build',
    caps: { tokens: 5_000_000, nanoUsd: 10_000_000_000, phases: 25, durationMs: 7_200_000, minorIssues: 6 },
    tiers: [{ id: 'base', caps: { tokens: 1, ciRuns: 1, minorIssues: 1, majorIssues: 0 }, phases: slices }],
    workspace: { copy: [], setup: [] },
    approvalExpiresAfterMs: null,
  }
}

const policy: ChangePolicy = { digest: 'p', classes: [], allowPaths: [], limits: { files: 1, changedBytes: 1 } }

export function aCreation(slices: readonly PhaseSlice[]): EventData['run-create'] {
  return {
    project: 'hello',
    strategy: aStrategy(slices),
    policy,
    planDirectory: '/plans',
    plan: {},
    base: 'a'.repeat(40),
    target: 'main',
    branch: 'autopack/night',
    engineVersion: '0.1.0',
    auditorAvailable: true,
    setupKey: null,
    parent: null,
    author: { name: 'Autopack', email: 'autopack@localhost' },
  }
}

export function aView(phases: readonly PhaseView[], more: Partial<RunView> = {}): RunView {
  const created = aCreation(phases.map(({ slice }) => slice))
  return {
    run: 'night',
    created,
    createdAt: began,
    seq: 1,
    epoch: 1,
    at: began,
    engineVersion: '0.1.0',
    state: 'PHASE_QUEUEING',
    reason: null,
    tiers: created.strategy.tiers.map((slice) => ({ slice, state: 'IN_PROGRESS', reason: null, spent: { tokens: 0, nanoUsd: 0, durationMs: 0, tokensByRole: { builder: 0, auditor: 0 } }, ciRuns: 0 })),
    phases: Object.fromEntries(phases.map((phase) => [phase.slice.id, phase])),
    head: 'a'.repeat(40),
    branchExists: false,
    spent: { tokens: 0, nanoUsd: 0, durationMs: 0, tokensByRole: { builder: 0, auditor: 0 } },
    calls: {},
    issues: [],
    hints: [],
    approvals: {},
    baselines: {},
    setups: {},
    alerts: [],
    incidents: [],
    openEffect: null,
    effectCount: 0,
    waiting: null,
    cancelled: null,
    promotions: [],
    adoptions: [],
    endedAt: null,
    ...more,
  }
}

/** Eight hours later, on 100 columns. */
export function aDrawing(view: RunView, more: Partial<Drawing> = {}): Drawing {
  return { view, receipts: new Map(), pending: new Set(Object.keys(view.approvals)), executing: false, retriedAs: null, rejectedKey: null, now: began + 8 * 3_600_000, symbols: symbolsFor({ LANG: 'C.UTF-8' }), invocation: createInvocation({}), width: 100, ...more }
}

export function plain(lines: readonly Line[]): string {
  return lines.map((line) => paint(line, false)).join('\n')
}

/** Events of one run as its journal would keep them. */
export function asJournal(events: readonly NewEvent[]): readonly JournalEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, version: 1, epoch: 1, at: began + index * 1000, hash: '' }))
}
