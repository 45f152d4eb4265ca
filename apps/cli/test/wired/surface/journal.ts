import { type AttemptFailureKind, capNames, type EffectKind, type EventData, type EventType, type JournalEvent, type PhaseSlice, phaseStates, type RunCaps, runStates, type TierSlice, tierStates, type WaitKind } from '@autopack/contracts'

type All<Name extends string> = Readonly<Record<Name, true>>

// the compiler holds these lists to the types: a new member without a line here does not build

const events: All<EventType> = {
  'run-create': true,
  'run-adopt': true,
  'engine-change': true,
  'run-state': true,
  'tier-state': true,
  'phase-state': true,
  'attempt-start': true,
  'attempt-end': true,
  'effect-start': true,
  'effect-end': true,
  'call-start': true,
  'call-end': true,
  'issue-record': true,
  'hint-record': true,
  'approval-request': true,
  'approval-decide': true,
  'wait-start': true,
  'wait-end': true,
  'cap-alert': true,
  'incident-record': true,
  'run-cancel': true,
}

const effects: All<EffectKind> = { setup: true, baseline: true, build: true, judge: true, ci: true, audit: true, snapshot: true, promote: true, rollback: true }

const failures: All<AttemptFailureKind> = {
  builder_error: true,
  format: true,
  no_change: true,
  guardrail: true,
  ci_fail: true,
  auditor_reject: true,
  approval_rejected: true,
  blocked: true,
  conflict: true,
  timeout: true,
  budget: true,
  authentication: true,
  no_model: true,
  infrastructure: true,
}

const waits: All<WaitKind> = { approval: true, pause: true, result: true, quota: true, ref: true }

const decisions: All<EventData['approval-decide']['decision']> = { approve: true, reject: true, expire: true, void: true }

/** Caps that no alert names, by the field of the strategy that holds them. */
const silentCaps: Readonly<Record<Exclude<keyof RunCaps, 'tokens' | 'nanoUsd' | 'durationMs' | 'minorIssues'>, string>> &
  Readonly<Record<Exclude<keyof TierSlice['caps'], 'tokens' | 'ciRuns'>, string>> &
  Readonly<Record<Exclude<keyof PhaseSlice['caps'], 'tokens' | 'durationMs' | 'warnAfterMs'>, string>> = {
  phases: 'run.phases',
  minorIssues: 'tier.minorIssues',
  majorIssues: 'tier.majorIssues',
  attempts: 'phase.attempts',
  auditRounds: 'phase.auditRounds',
}

/** Every state, and everything else that a journal can say. */
export function journalNames(): readonly string[] {
  return [
    ...runStates.map((state) => `run ${state}`),
    ...tierStates.map((state) => `tier ${state}`),
    ...phaseStates.map((state) => `phase ${state}`),
    ...keys('event', events),
    ...keys('effect', effects),
    ...keys('failure', failures),
    ...keys('wait', waits),
    ...keys('decision', decisions),
    ...capNames.map((cap) => `cap ${cap}`),
    'cap phase.minutes, warned of',
    ...unseenNames,
  ]
}

/** What no journal shows by itself: a test that names one of these has to assert it. */
export const unseenNames: readonly string[] = Object.values(silentCaps).map((cap) => `cap ${cap}`)

/** The names that one event shows. */
export function namesInEvent(event: JournalEvent): readonly string[] {
  return [`event ${event.type}`, ...detailsOf(event)]
}

function detailsOf({ type, data }: JournalEvent): readonly string[] {
  switch (type) {
    case 'run-state':
      return [`run ${data.from}`, `run ${data.to}`]
    case 'tier-state':
      return [`tier ${data.from}`, `tier ${data.to}`]
    case 'phase-state':
      return [`phase ${data.from}`, `phase ${data.to}`]
    case 'effect-end':
      return [`effect ${data.kind}`]
    case 'attempt-end':
      return data.failure === null ? [] : [`failure ${data.failure.kind}`]
    case 'wait-start':
      return [`wait ${data.kind}`]
    case 'approval-decide':
      return [`decision ${data.decision}`]
    case 'cap-alert':
      return [data.level !== 'warn' ? `cap ${data.cap}` : `cap ${data.cap}, warned of`]
    default:
      return []
  }
}

function keys(prefix: string, names: Readonly<Record<string, true>>): readonly string[] {
  return Object.keys(names).map((name) => `${prefix} ${name}`)
}
