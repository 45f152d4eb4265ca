import type { AttemptView, PhaseView } from '@autopack/core'
import { type Line, span } from '../terminal/span.ts'
import { shorten } from '../terminal/shorten.ts'
import type { Drawing } from './drawing.ts'

/** The attempts that failed, each with why; nothing for a phase that passed at once. */
export function drawAttempts(drawing: Drawing, phase: PhaseView): readonly Line[] {
  const failed = phase.attempts.filter((attempt) => attempt.failure !== null)
  return failed.map((attempt, index) => row(drawing, attempt, index === failed.length - 1))
}

function row({ symbols, width }: Drawing, attempt: AttemptView, last: boolean): Line {
  const kind = attempt.failure?.kind ?? ''
  const lead = `      ${last ? symbols.lastBranch : symbols.branch} attempt ${attempt.number} `
  const room = width - lead.length - kind.length - 2
  return [span(lead, 'quiet'), span(kind, 'bad'), span(`  ${shorten(attempt.failure?.message ?? '', room, symbols.ellipsis)}`, 'quiet')]
}
