import type { Effects } from '@autopack/contracts'
import { openAttempt } from '../view/lookup.ts'
import type { PhaseView, RunView } from '../view/run-view.ts'
import type { Command } from './command.ts'
import { perform } from './command.ts'

type Proposed = Extract<Effects['build']['outcome'], { readonly kind: 'proposed' }>

/** The commit's date is the attempt's, so that redoing it gives the same hash. */
export function judgeChange(view: RunView, phase: PhaseView, build: Proposed): Command {
  const attempt = openAttempt(phase)
  return perform({
    kind: 'judge',
    phase: phase.slice.id,
    attempt: attempt?.number ?? null,
    input: {
      change: { base: build.base, tree: build.tree },
      onto: view.head,
      receipt: `${view.run}/${phase.slice.id}/${attempt?.number ?? 0}`,
      at: Math.floor((attempt?.startedAt ?? view.createdAt) / 1000),
    },
  })
}
