import type { ForecastNeed, ModelRole, Postponed } from '@autopack/contracts'
import { failedAttempts } from '../decide/selection.ts'
import type { Session } from '../session/session.ts'
import type { PhaseView } from '../view/run-view.ts'

/** Says when to begin instead, where what is left of the quotas does not reach to the phase's snapshot. */
export async function forecast({ parts, view }: Session, phase: PhaseView): Promise<Postponed | null> {
  const { slice } = phase
  const audited = slice.audit !== 'none' && view.created.auditorAvailable
  const roles: readonly ModelRole[] = [...(slice.builder.kind === 'model' ? (['builder'] as const) : []), ...(audited ? (['auditor'] as const) : [])]
  if (roles.length === 0) return null
  const { category, subkind, complexity, highRisk } = slice
  const largest = (role: ModelRole): number => Object.values(view.calls).reduce((most, call) => (call.role === role ? Math.max(most, call.end?.tokens ?? 0) : most), 0)
  const needs = roles.map((role): ForecastNeed => {
    const failed = role === 'builder' ? failedAttempts(phase) : 0
    return { purpose: { role, category, subkind, complexity, highRisk, failedAttempts: failed, avoidFamilies: [] }, tokens: largest(role) }
  })
  const wait = await parts.models.forecast(needs)
  return wait === null ? null : { kind: 'postponed', until: wait.resetAt, message: wait.message }
}
