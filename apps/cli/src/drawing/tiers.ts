import type { PhaseView, TierView } from '@autopack/core'
import { columns } from '../terminal/columns.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import { drawAttempts } from './attempts.ts'
import type { Drawing } from './drawing.ts'
import { phaseRow } from './phase-row.ts'

/** Every tier with its phases; columns are aligned over all of them. */
export function drawTiers(drawing: Drawing): readonly Line[] {
  const phases = drawing.view.tiers.flatMap((tier) => phasesOf(drawing, tier))
  const rows = columns(phases.map((phase) => phaseRow(drawing, phase)), { right: [2, 3, 4, 5], indent: '    ' })
  const rowOf = new Map(phases.map((phase, index) => [phase.slice.id, rows[index] ?? []]))
  return drawing.view.tiers.flatMap((tier) => [
    tierTitle(drawing, tier),
    ...phasesOf(drawing, tier).flatMap((phase) => [rowOf.get(phase.slice.id) ?? [], ...drawAttempts(drawing, phase)]),
  ])
}

function phasesOf({ view }: Drawing, tier: TierView): readonly PhaseView[] {
  return tier.slice.phases.flatMap((slice) => view.phases[slice.id] ?? [])
}

function tierTitle({ symbols }: Drawing, tier: TierView): Line {
  const mark: Record<TierView['state'], Span> = {
    PENDING: span(symbols.pending, 'quiet'),
    IN_PROGRESS: span(symbols.running, 'accent'),
    COMPLETE: span(symbols.good, 'good'),
    FAILED: span(symbols.bad, 'bad'),
    SKIPPED: span(symbols.skipped, 'quiet'),
  }
  return ['  ', mark[tier.state], ' ', span(tier.slice.id, 'strong')]
}
