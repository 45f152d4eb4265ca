import type { EndCause, PhaseView } from '@autopack/core'
import type { Drawing } from './drawing.ts'
import type { Step } from './step.ts'

/** Where to look, what to mend first, and how to go on: a retry takes the plan as it was frozen, and the configuration as it is by then. */
export function afterFailure(drawing: Drawing, cause: EndCause | undefined): readonly Step[] {
  return [...logs(drawing), ...mending(drawing, cause)]
}

function logs(drawing: Drawing): readonly Step[] {
  const { view, invocation } = drawing
  const unprepared = [...Object.values(view.setups), ...Object.values(view.baselines)].some(({ kind }) => kind === 'failed')
  const failed = failedPhase(drawing)
  if (!unprepared && failed === undefined) return []
  return [[invocation('logs', view.run, ...(unprepared || failed === undefined ? [] : [failed.slice.id])), 'shows what happened']]
}

function failedPhase({ view }: Drawing): PhaseView | undefined {
  return Object.values(view.phases).find((phase) => phase.state === 'FAILED' && phase.attempts.length > 0)
}

function mending(drawing: Drawing, cause: EndCause | undefined): readonly Step[] {
  const { view, invocation, rejectedKey } = drawing
  const retry = (purpose: string): Step => [invocation('retry', view.run), purpose]
  const anew: Step = [invocation('run', 'PLAN'), 'builds the plan once you have mended it']
  const frozen = 'builds the rest of the plan as it was frozen'
  if (cause === 'authentication') return [[rejectedKey === null ? 'mend the credentials that it names' : `mend the key in ${rejectedKey}, or its account`, ''], retry(`then ${frozen}`)]
  switch (view.state) {
    case 'DONE_FAILED_ENVIRONMENT':
      return failedPhase(drawing)?.attempts.at(-1)?.failure?.kind === 'no_model'
        ? [['mend models.yaml as it says', ''], retry(`then ${frozen}`)]
        : [['mend what it names: a command of CI or setup, the plan, or this machine', ''], anew, retry(`${frozen}, where the plan is right`)]
    case 'DONE_FAILED_POLICY_VIOLATION':
      return [anew, retry(frozen)]
    default:
      return [retry(frozen), anew]
  }
}
