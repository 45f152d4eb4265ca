import type { ForecastNeed, QuotaRefusal } from '@autopack/contracts'
import { quotaRefusal } from '../calls/refusal.ts'
import type { Tables } from '../configuration/tables.ts'
import { amountIn } from '../calls/hold.ts'
import { decide } from './decide.ts'
import type { Situation } from './situation.ts'

/** Whether calls, one after the other, find room in what is left; each takes its part of it from the next. */
export function forecast(tables: Tables, situation: Situation, needs: readonly ForecastNeed[]): QuotaRefusal | null {
  const limits = { ...situation.limits }
  for (const { purpose, tokens, override = null } of needs) {
    const decision = decide(tables, { ...situation, limits }, { purpose, input: tokens, output: 0, override })
    if (decision.kind === 'refused') {
      if (decision.reason === 'quota') return quotaRefusal(decision.limit ?? '', decision.resetAt ?? situation.now, null)
      continue
    }
    for (const { name, unit } of tables.models.get(decision.model)?.limits[purpose.role] ?? []) {
      const use = limits[name]
      if (use !== undefined) limits[name] = { ...use, used: use.used + amountIn(unit, decision.bound) }
    }
  }
  return null
}
