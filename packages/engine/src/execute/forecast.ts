import type { ForecastNeed, ModelRole, Postponed } from '@autopack/contracts'
import { failedAttempts } from '../decide/selection.ts'
import type { Session } from '../session/session.ts'
import type { PhaseView } from '../view/run-view.ts'
import { reportQuota } from './incident.ts'

/** Says when to begin instead, where what is left of the quotas does not reach to the phase's snapshot. */
export async function forecast(session: Session, phase: PhaseView): Promise<Postponed | null> {
  const { parts, view } = session
  const { slice } = phase
  const audited = slice.audit !== 'none' && view.created.auditorAvailable
  const roles: readonly ModelRole[] = [...(slice.builder.kind === 'model' ? (['builder'] as const) : []), ...(audited ? (['auditor'] as const) : [])]
  if (roles.length === 0) return null
  const { category, subkind, complexity, highRisk, tags, critical } = slice
  const largest = (role: ModelRole): number => Object.values(view.calls).reduce((most, call) => (call.role === role ? Math.max(most, call.end?.tokens ?? 0) : most), 0)
  const needs = roles.map((role): ForecastNeed => {
    const failed = role === 'builder' ? failedAttempts(phase) : 0
    const override = view.created.overrides?.[role]
    return { purpose: { role, category, subkind, complexity, highRisk, tags, demandsStrongest: critical, failedAttempts: failed, avoidFamilies: [] }, tokens: largest(role), ...(override === undefined ? {} : { override }) }
  })
  const wait = await parts.models.forecast(needs)
  if (wait === null) return null
  await reportQuota(session, slice.id, wait)
  return { kind: 'postponed', until: wait.resetAt, message: wait.message }
}
