import type { AlertLevel, ModelRole, QuotaAlert } from '@autopack/contracts'
import type { CompiledModel, CompiledLimit } from '../configuration/tables.ts'
import type { Situation } from '../decide/situation.ts'

/** The thresholds of a limit that lie between its use before a send and with it. */
export function alertsOf(model: CompiledModel, role: ModelRole, situation: Situation, amountOf: (limit: CompiledLimit) => number): readonly QuotaAlert[] {
  return model.limits[role].flatMap((limit) => {
    const { used: before, resetAt } = situation.limits[limit.name] ?? { used: 0, resetAt: situation.now }
    const used = before + amountOf(limit)
    return thresholds(limit)
      .filter(([, at]) => before < at && used >= at)
      .map(([level]): QuotaAlert => ({ limit: limit.name, level, used, hard: limit.hard, resetAt }))
  })
}

function thresholds({ hard, soft }: CompiledLimit): readonly (readonly [AlertLevel, number])[] {
  return [
    ['at-75', hard * 0.75],
    ['soft', soft],
    ['at-90', hard * 0.9],
    ['reached', hard],
  ]
}
