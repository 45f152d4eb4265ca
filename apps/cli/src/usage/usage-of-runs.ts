import type { CallView, RunView } from '@autopack/core'
import { calendarDay } from '../amounts/duration.ts'
import { groupedBy, type Share, uncapped } from './share.ts'

/** Shares by what they are of; a group that says nothing is empty. */
export interface Usage {
  readonly runs: readonly Share[]
  readonly roles: readonly Share[]
  readonly tiers: readonly Share[]
  readonly phases: readonly Share[]
  readonly models: readonly Share[]
  readonly days: readonly Share[]
}

/** Of one run, with its tiers and phases. */
export function usageOfRun(view: RunView): Usage {
  const phases = Object.values(view.phases).filter(({ startedAt }) => startedAt !== null)
  const began = new Set(phases.map(({ slice }) => slice.tier))
  const { roles, models, days } = usageOfCalls(Object.values(view.calls))
  return {
    runs: [runShare(view)],
    roles: roles.map((share) => ({ ...share, caps: { ...uncapped, tokens: roleCap(view, share.name) } })),
    tiers: view.tiers.filter(({ slice }) => began.has(slice.id)).map((tier) => tierShare(view, tier)),
    phases: phases.map((phase) => phaseShare(view, phase)),
    models,
    days,
  }
}

/** Of several runs together. */
export function usageOfRuns(views: readonly RunView[]): Usage {
  return { ...usageOfCalls(views.flatMap(({ calls }) => Object.values(calls))), runs: views.map(runShare), tiers: [], phases: [] }
}

function usageOfCalls(calls: readonly CallView[]): Pick<Usage, 'roles' | 'models' | 'days'> {
  return { roles: groupedBy(calls, ({ role }) => role), models: groupedBy(calls, ({ model }) => model), days: groupedBy(calls.toSorted((one, other) => one.at - other.at), ({ at }) => calendarDay(at)) }
}

/** What the phases may spend on a role, together. */
function roleCap({ phases }: RunView, name: string): number {
  return Object.values(phases).reduce((sum, { slice: { caps } }) => sum + (name === 'builder' ? caps.tokens.builder : caps.tokens.auditor), 0)
}

function runShare({ run, calls, spent, created }: RunView): Share {
  const { tokens, nanoUsd, durationMs } = created.strategy.caps
  return { name: run, calls: Object.keys(calls).length, tokens: spent.tokens, nanoUsd: spent.nanoUsd, durationMs: spent.durationMs, caps: { tokens, nanoUsd, durationMs } }
}

function tierShare(view: RunView, { slice, spent }: RunView['tiers'][number]): Share {
  const phases = new Set(slice.phases.map(({ id }) => id))
  const calls = Object.values(view.calls).filter(({ phase }) => phases.has(phase)).length
  return { name: slice.id, calls, tokens: spent.tokens, nanoUsd: spent.nanoUsd, durationMs: spent.durationMs, caps: { ...uncapped, tokens: slice.caps.tokens } }
}

/** A phase's tokens are divided between its roles. */
function phaseShare(view: RunView, { slice, spent }: RunView['phases'][string]): Share {
  const { builder, auditor } = slice.caps.tokens
  const calls = Object.values(view.calls).filter(({ phase }) => phase === slice.id).length
  return { name: slice.id, calls, tokens: spent.tokens, nanoUsd: spent.nanoUsd, durationMs: spent.durationMs, caps: { ...uncapped, tokens: builder + auditor, durationMs: slice.caps.durationMs } }
}
