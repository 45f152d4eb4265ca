import type { BudgetRefusal, ForecastNeed, ModelRefusal, ModelRequest, QuotaRefusal } from '@autopack/contracts'
import { phaseOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from '../session/session.ts'
import { callScopes } from './call-scopes.ts'

/**
 * Why a phase that is built now would not reach its snapshot within what is left; null where it would. `request`: what its builder asks of a model, null
 * for nothing. Its audit comes after it.
 */
export async function forecast({ parts, view }: Pick<Session, 'parts' | 'view'>, phase: string, request: ModelRequest | null): Promise<ModelRefusal | QuotaRefusal | BudgetRefusal | null> {
  const { slice } = phaseOf(view, phase)
  const audited = slice.audit !== 'none' && view.created.auditorAvailable
  const audit = audited ? (parts.auditor.outline?.(slice) ?? null) : null
  const needs = [request, audit].filter((asked) => asked !== null).map((asked) => needOf(view, phase, asked))
  return needs.length === 0 ? null : parts.models.forecast(needs)
}

function needOf(view: RunView, phase: string, request: ModelRequest): ForecastNeed {
  const { role } = request.purpose
  const override = view.created.overrides?.[role]
  const before = Object.values(view.calls).filter((call) => call.role === role)
  const seen = { held: Math.max(0, ...before.map(({ bound }) => bound.tokens)), used: Math.max(0, ...before.map(({ end }) => end?.tokens ?? 0)) }
  return { request, scopes: callScopes(view, phase, role), seen, judges: role === 'auditor', ...(override === undefined ? {} : { override }) }
}
