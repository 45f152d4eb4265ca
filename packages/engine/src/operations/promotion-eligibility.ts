import { phasesOf } from '../decide/selection.ts'
import type { RunView, TierView } from '../view/run-view.ts'

/** Null when the run may be promoted: done with success, no tier over its tolerance, nothing rolled back. Else why not. */
export function promotionEligibility(view: RunView): string | null {
  if (view.state !== 'DONE_SUCCESS') return `Only a run that is done with success is promoted; this one ${view.endedAt === null ? 'has not ended' : view.cancelled === null ? 'has failed' : 'was cancelled'}${view.reason === null ? '' : ` (${view.reason})`}.`
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
  if (majors > majorIssues) return tooMany(view, tier, `${majors} major`, majors, majorIssues)
  if (minors > minorIssues) return tooMany(view, tier, `${minors} minor`, minors, minorIssues)
  return null
}

function tooMany(view: RunView, tier: TierView, what: string, count: number, limit: number): string {
  return `Tier ${tier.slice.id} has ${what} issue${count === 1 ? '' : 's'} and may have ${limit}. See \`autopack issues ${view.run}\`.`
}
