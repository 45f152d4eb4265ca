import { AutopackError } from '@autopack/contracts'
import { isTerminal, runMachine } from '@autopack/state-machines'
import type { RunView } from '../view/run-view.ts'
import type { Command } from './command.ts'
import type { Policies } from './policies.ts'
import type { Rule } from './rule.ts'
import { beginRun } from './rules/begin-run.ts'
import { enforceCaps } from './rules/enforce-caps.ts'
import { honourCancel } from './rules/honour-cancel.ts'
import { honourPause } from './rules/honour-pause.ts'
import { buildChange } from './rules/build-change.ts'
import { queuePhase } from './rules/queue-phase.ts'
import { runCi } from './rules/run-ci.ts'
import { passGate } from './rules/pass-gate.ts'
import { keepSnapshot } from './rules/keep-snapshot.ts'
import { resumeDecided } from './rules/resume-decided.ts'

const rules: readonly Rule[] = [
  honourCancel,
  enforceCaps,
  honourPause,
  beginRun,
  buildChange,
  runCi,
  passGate,
  keepSnapshot,
  resumeDecided,
  queuePhase,
]

/**
 * What happens next, from the view alone: no clock, no I/O, no randomness. The first rule that answers wins.
 * `rest` means that the run has ended. Throws `AUTOPACK_RUN_STUCK` where no rule answers, which is a fault of the rules.
 */
export function decide(view: RunView, policies: Policies): Command {
  if (isTerminal(runMachine, view.state)) return { kind: 'rest' }
  for (const rule of rules) {
    const command = rule(view, policies)
    if (command !== null) return command
  }
  throw new AutopackError({
    code: 'AUTOPACK_RUN_STUCK',
    message: `Nothing says what run ${view.run} does next in ${view.state}. Keep its journal and report it; \`autopack cancel ${view.run}\` ends it.`,
  })
}
