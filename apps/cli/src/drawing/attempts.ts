import type { AttemptView, PhaseView } from '@autopack/core'
import { failureWords } from '../situation/failure-words.ts'
import { type Line, span } from '../terminal/span.ts'
import { shorten } from '../terminal/shorten.ts'
import type { Drawing } from './drawing.ts'

interface FailedAlike {
  readonly first: number
  readonly last: number
  readonly what: string
  readonly message: string
}

/** The attempts that failed, each with why; nothing for a phase that passed at once. Those that failed alike are one line. */
export function drawAttempts(drawing: Drawing, phase: PhaseView): readonly Line[] {
  const failed = failedAlike(phase.attempts)
  return failed.map((group, index) => row(drawing, group, index === failed.length - 1))
}

function failedAlike(attempts: readonly AttemptView[]): readonly FailedAlike[] {
  return attempts.reduce<readonly FailedAlike[]>((groups, { number, failure }) => {
    if (failure === null) return groups
    const before = groups.at(-1)
    const [what, { message }] = [failureWords(failure), failure]
    const alike = before !== undefined && before.last === number - 1 && before.what === what && before.message === message
    return alike ? [...groups.slice(0, -1), { ...before, last: number }] : [...groups, { first: number, last: number, what, message }]
  }, [])
}

function row({ symbols, width }: Drawing, { first, last, what, message }: FailedAlike, isLast: boolean): Line {
  const which = first === last ? `attempt ${first}` : `attempts ${first} ${last === first + 1 ? 'and' : 'to'} ${last}`
  const lead = `      ${isLast ? symbols.lastBranch : symbols.branch} ${which}  `
  return [span(lead, 'quiet'), span(what, 'bad'), span(`  ${shorten(message, width - lead.length - what.length - 2, symbols.ellipsis)}`, 'quiet')]
}
