import type { JournalEvent } from '@autopack/contracts'
import { AutopackError } from '@autopack/contracts'
import { phaseMachine, runMachine, tierMachine } from '@autopack/state-machines'
import type { PhaseView, RunView, Spent } from './run-view.ts'

function nothingSpent(): Spent {
  return { tokens: 0, nanoUsd: 0, durationMs: 0, tokensByRole: { builder: 0, auditor: 0 } }
}

/** The view after a run's first event. Throws `AUTOPACK_JOURNAL_CORRUPT` when it is not `run-create`. */
export function newView(run: string, event: JournalEvent): RunView {
  if (event.type !== 'run-create') {
    throw new AutopackError({
      code: 'AUTOPACK_JOURNAL_CORRUPT',
      message: `The journal of run ${run} begins with ${event.type}, not with run-create. Keep the file and report it; start a new run meanwhile.`,
    })
  }
  const { strategy } = event.data
  const phases: Record<string, PhaseView> = {}
  for (const tier of strategy.tiers) {
    for (const slice of tier.phases) {
      phases[slice.id] = {
        slice,
        state: phaseMachine.initial,
        reason: null,
        attempts: [],
        auditRounds: 0,
        spent: nothingSpent(),
        waiting: null,
        approval: null,
        commit: null,
        receipt: null,
        snapshotBase: null,
        rolledBack: false,
        startedAt: null,
        endedAt: null,
      }
    }
  }
  return {
    run,
    created: event.data,
    createdAt: event.at,
    seq: event.seq,
    epoch: event.epoch,
    at: event.at,
    engineVersion: event.data.engineVersion,
    state: runMachine.initial,
    reason: null,
    tiers: strategy.tiers.map((slice) => ({ slice, state: tierMachine.initial, reason: null, spent: nothingSpent(), ciRuns: 0 })),
    phases,
    head: event.data.base,
    branchExists: false,
    spent: nothingSpent(),
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
  }
}
