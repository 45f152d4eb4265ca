import { endedAs, promotionEligibility } from '@autopack/core'
import { isIncomplete, isPromotable } from '../situation/outlook.ts'
import { situationOf } from '../situation/situation.ts'
import { type Line, span } from '../terminal/span.ts'
import { afterFailure } from './after-failure.ts'
import type { Drawing } from './drawing.ts'
import type { Step } from './step.ts'
import { labelled } from './summary.ts'

/** The command that takes the run further, with what it does. */
export function drawNextSteps(drawing: Drawing): readonly Line[] {
  return steps(drawing).map(([command, purpose], index) =>
    labelled(index === 0 ? 'Next' : '', [span(command, 'accent'), ...(purpose === '' ? [] : [span(`  ${purpose}`, 'quiet')])]),
  )
}

function steps(drawing: Drawing): readonly Step[] {
  const { view, invocation, executing, retriedAs } = drawing
  if (retriedAs !== null) return [[invocation('show', retriedAs), 'is the retry of this run']]
  switch (situationOf(view, executing)) {
    case 'done':
      return isIncomplete(view) ? [[invocation('retry', view.run), 'builds anew what was taken off']] : promotion(drawing)
    case 'executing':
      return [[invocation('watch', view.run), 'follows it']]
    case 'waiting':
      return [[invocation('resume', view.run), isUndecided(drawing) ? 'goes on after that' : 'goes on']]
    case 'postponed':
      return [
        [invocation('resume', view.run), 'goes on then'],
        [invocation('resume', '--due'), 'does so from a timer, with every run whose wait is over'],
      ]
    case 'paused':
    case 'interrupted':
      return [[invocation('resume', view.run), 'goes on where it stopped']]
    case 'failed':
    case 'cancelled':
      return afterFailure(drawing, endedAs(view).cause)
  }
}

function isUndecided({ view, pending }: Drawing): boolean {
  return Object.values(view.phases).some(({ waiting, approval }) => waiting !== null && (approval === null || pending.has(approval)))
}

function promotion({ view, invocation, symbols }: Drawing): readonly Step[] {
  const promoted = view.promotions.at(-1)
  if (promoted?.commit === view.head) return [[`${promoted.target} is at ${promoted.commit.slice(0, 7)}: promoted`, '']]
  const obstacle = promotionEligibility(view)
  if (obstacle !== null) return [[obstacle, '']]
  if (!isPromotable(view)) return []
  const { target } = view.created
  return target === null
    ? [[invocation('promote', view.run, '--target', 'BRANCH'), 'moves a branch of yours forward']]
    : [[invocation('promote', view.run), `moves ${target} forward ${symbols.arrow} ${view.head.slice(0, 7)}`]]
}
