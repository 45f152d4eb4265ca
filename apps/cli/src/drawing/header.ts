import { ago, clockTime, duration } from '../amounts/duration.ts'
import { counted } from '../amounts/count.ts'
import { markOf, situationOf } from '../situation/situation.ts'
import { type Line, span } from '../terminal/span.ts'
import { shorten } from '../terminal/shorten.ts'
import type { Drawing } from './drawing.ts'

const words = {
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  executing: 'running',
  waiting: 'waiting for a person',
  postponed: 'waiting for a quota',
  paused: 'paused',
  interrupted: 'interrupted, can be resumed',
} as const

/** Two lines: what run, in what state; where its result is. */
export function drawHeader(drawing: Drawing): readonly Line[] {
  return [title(drawing), place(drawing), ...reason(drawing)]
}

function title({ view, executing, symbols, now }: Drawing): Line {
  const situation = situationOf(view, executing)
  const { symbol, tone } = markOf(situation, symbols)
  const phases = Object.values(view.phases)
  const complete = phases.filter((phase) => phase.state === 'COMPLETE' && !phase.rolledBack).length
  const when = view.endedAt === null ? `started ${clockTime(view.createdAt)}, ${ago(now - view.createdAt)}` : `ended ${clockTime(view.endedAt)}, ${ago(now - view.endedAt)}`
  return [
    span(`${symbol} ${view.run}`, tone),
    symbols.dot,
    span(view.created.project, 'strong'),
    symbols.dot,
    span(words[situation], tone),
    symbols.dot,
    `${complete} of ${counted(phases.length, 'phase')}`,
    symbols.dot,
    duration(view.spent.durationMs),
    span(`${symbols.dot}${when}`, 'quiet'),
  ]
}

function place({ view, symbols }: Drawing): Line {
  const { created } = view
  const kept = Object.values(view.phases).filter((phase) => phase.commit !== null && !phase.rolledBack).length
  const from = `${created.target ?? 'a detached HEAD'} at ${created.base.slice(0, 7)}`
  const branch = view.branchExists ? `${created.branch}: ${counted(kept, 'commit')} on ${from}` : `from ${from}, no commit yet`
  const parent = created.parent === null ? '' : `${symbols.dot}${created.parent.kind} of ${created.parent.run}`
  return [span(`  ${branch}${parent}`, 'quiet')]
}

/** It may begin with the kind of a failure, as the journal names it. */
function inWords(reason: string): string {
  return reason.replace(/^[a-z]+(_[a-z]+)+(?=: )/, (kind) => kind.replaceAll('_', ' '))
}

function reason({ view, width, symbols }: Drawing): readonly Line[] {
  return view.endedAt === null || view.reason === null ? [] : [['  ', span(shorten(inWords(view.reason), width - 2, symbols.ellipsis), view.state === 'DONE_SUCCESS' ? 'quiet' : 'bad')]]
}
