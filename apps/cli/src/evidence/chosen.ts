import type { AttemptView, PhaseView, RunView } from '@autopack/core'
import { usageError } from '../usage-error.ts'

/** The phase that was named. Throws `AUTOPACK_USAGE` listing those there are. */
export function phaseNamed(view: RunView, name: string): PhaseView {
  const phase = view.phases[name]
  if (phase === undefined) throw usageError(`Run ${view.run} has no phase ${name}; it has ${Object.keys(view.phases).join(', ')}.`)
  return phase
}

/** The attempts meant: one by its number, or all. */
export function attemptsOf(phase: PhaseView, number: number | undefined): readonly AttemptView[] {
  if (number === undefined) return phase.attempts
  const attempt = phase.attempts.find((candidate) => candidate.number === number)
  if (attempt === undefined) throw usageError(`Phase ${phase.slice.id} has ${phase.attempts.length === 0 ? 'no attempt' : phase.attempts.length === 1 ? 'attempt 1' : `attempts 1 to ${phase.attempts.length}`}, not ${number}.`)
  return [attempt]
}
