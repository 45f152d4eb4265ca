import type { Line } from '../terminal/span.ts'
import type { Drawing } from './drawing.ts'
import { drawHeader } from './header.ts'
import { drawNextSteps } from './next-steps.ts'
import { drawSummary } from './summary.ts'
import { drawTiers } from './tiers.ts'

/** A run on one screen: what it is, its tiers and phases, what came of them, what it cost, what to do next. */
export function drawRun(drawing: Drawing): readonly Line[] {
  return [...drawHeader(drawing), [], ...drawTiers(drawing), [], ...drawSummary(drawing), ...drawNextSteps(drawing)]
}
