import { AutopackError } from '@autopack/contracts'
import type { AttemptView, PhaseView, RunView, TierView } from './run-view.ts'

function missing(what: string, run: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_JOURNAL_CORRUPT',
    message: `The journal of run ${run} names ${what}, which its strategy does not know. Keep the file and report it.`,
  })
}

export function phaseOf(view: RunView, phase: string): PhaseView {
  const found = view.phases[phase]
  if (found === undefined) throw missing(`phase ${phase}`, view.run)
  return found
}

export function tierOf(view: RunView, tier: string): TierView {
  const found = view.tiers.find((candidate) => candidate.slice.id === tier)
  if (found === undefined) throw missing(`tier ${tier}`, view.run)
  return found
}

/** The newest attempt, ended or not. */
export function lastAttempt(phase: PhaseView): AttemptView | null {
  return phase.attempts.at(-1) ?? null
}

/** The attempt that is under way, or null. */
export function openAttempt(phase: PhaseView): AttemptView | null {
  const attempt = lastAttempt(phase)
  return attempt === null || attempt.ended ? null : attempt
}

export function currentAttempt(view: RunView, phase: string): AttemptView {
  const attempt = openAttempt(phaseOf(view, phase))
  if (attempt === null) throw missing(`an attempt of phase ${phase} that never started`, view.run)
  return attempt
}
