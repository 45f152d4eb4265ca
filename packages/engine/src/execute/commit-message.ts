import type { PhaseSlice } from '@autopack/contracts'

const subjectLimit = 72

/** Trailers are for people: a builder could write the same into a file, so nothing is ever decided by them. */
export function commitMessage(options: { readonly run: string; readonly slice: PhaseSlice; readonly attempt: number; readonly receipt: string }): string {
  const { run, slice, attempt, receipt } = options
  const goal = slice.goal.trim()
  const subject = subjectOf(`${slice.id}: ${goal.split('\n')[0] ?? ''}`)
  const trailers = [`Autopack-Run: ${run}`, `Autopack-Phase: ${slice.id}`, `Autopack-Step: ${attempt}`, `Autopack-Receipt: ${receipt}`]
  return `${subject}\n\n${goal}\n\n${trailers.join('\n')}\n`
}

function subjectOf(line: string): string {
  const characters = Array.from(line)
  return characters.length <= subjectLimit ? line : `${characters.slice(0, subjectLimit - 1).join('')}…`
}
