import { phasesOf } from '../decide/selection.ts'
import type { RunView, TierView } from '../view/run-view.ts'

/** Null when the run may be promoted: done with success, no tier over its tolerance, nothing rolled back. Else why not. */
export function promotionEligibility(view: RunView): string | null {
  if (view.state !== 'DONE_SUCCESS') return `Only a run that is done with success is promoted; this one is ${view.state}${view.reason === null ? '' : ` (${view.reason})`}.`
  const over = view.tiers.map((tier) => tolerance(view, tier)).find((reason) => reason !== null)
  if (over !== undefined) return over
  return Object.values(view.phases).some((phase) => phase.rolledBack) ? 'Phases of this run were rolled back. `autopack retry` makes a run of what is missing.' : null
}

function tolerance(view: RunView, tier: TierView): string | null {
  const phases = new Set(phasesOf(view, tier).map((phase) => phase.slice.id))
  const issues = view.issues.filter((issue) => issue.phase !== null && phases.has(issue.phase))
  const majors = issues.filter((issue) => issue.severity === 'major').length
  const minors = issues.length - majors
  const { majorIssues, minorIssues } = tier.slice.caps
  if (majors > majorIssues) return `Tier ${tier.slice.id} has ${majors} major issues and may have ${majorIssues}. See \`autopack issues ${view.run}\`.`
  if (minors > minorIssues) return `Tier ${tier.slice.id} has ${minors} minor issues and may have ${minorIssues}. See \`autopack issues ${view.run}\`.`
  return null
}
