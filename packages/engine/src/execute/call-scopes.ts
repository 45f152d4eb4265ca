import type { CallScope, ModelRole } from '@autopack/contracts'
import { phaseOf, tierOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'

export const callCaps = ['run.usd', 'run.tokens', 'tier.tokens', 'phase.tokens.builder', 'phase.tokens.auditor'] as const
type CallCap = (typeof callCaps)[number]

/** The caps of a call, outermost first. The journal is what counts; the ledger adds what is under way. */
export function callScopes(view: RunView, id: string, role: ModelRole): readonly CallScope[] {
  const phase = phaseOf(view, id)
  const tier = tierOf(view, phase.slice.tier)
  const { caps } = view.created.strategy
  const run = `run/${view.run}@${view.createdAt}`
  const scope = (name: CallCap, unit: CallScope['unit'], place: string, floor: number, hard: number): CallScope => ({ name, unit, bucket: `${run}${place}`, floor, hard })
  return [
    scope('run.usd', 'usd', '', view.spent.nanoUsd, caps.nanoUsd),
    scope('run.tokens', 'tokens', '', view.spent.tokens, caps.tokens),
    scope('tier.tokens', 'tokens', `/tier/${tier.slice.id}`, tier.spent.tokens, tier.slice.caps.tokens),
    scope(`phase.tokens.${role}`, 'tokens', `/phase/${id}/${role}`, phase.spent.tokensByRole[role], phase.slice.caps.tokens[role]),
  ]
}
