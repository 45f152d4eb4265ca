import type { RunState } from '@autopack/contracts'
import type { PhaseView, RunView } from '../view/run-view.ts'

const severity: readonly { readonly state: RunState; readonly kinds: readonly string[] }[] = [
  { state: 'DONE_FAILED_ENVIRONMENT', kinds: ['infrastructure', 'authentication', 'no_model'] },
  { state: 'DONE_FAILED_BUDGET_EXHAUSTED', kinds: ['budget', 'timeout'] },
  { state: 'DONE_FAILED_POLICY_VIOLATION', kinds: ['guardrail', 'blocked'] },
]

/** What a phase's last attempt failed for. */
export function failureKind(phase: PhaseView): string {
  return phase.attempts.at(-1)?.failure?.kind ?? 'failed'
}

/** The failed phase that a run ends by, and how; no phase when none has failed. */
export function worstFailure(view: RunView): { readonly state: RunState; readonly phase: PhaseView | null } {
  const failed = Object.values(view.phases).filter((phase) => phase.state === 'FAILED')
  for (const { state, kinds } of severity) {
    const phase = failed.find((candidate) => kinds.includes(failureKind(candidate)))
    if (phase !== undefined) return { state, phase }
  }
  return { state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', phase: failed[0] ?? null }
}
