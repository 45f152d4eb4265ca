import { openAttempt, tierOf } from '../../view/lookup.ts'
import type { AttemptView, PhaseView, RunView } from '../../view/run-view.ts'
import { baselineKey } from '../baseline-key.ts'
import type { Command } from '../command.ts'
import { append, perform } from '../command.ts'
import { failAttempt } from '../fail-attempt.ts'
import { judgeChange } from '../judge-change.ts'
import { currentPhase } from '../selection.ts'
import { phaseStep, runStep } from '../steps.ts'
import { takeBaseline } from '../take-baseline.ts'
import { timeOfPhase } from '../time-left.ts'

/** CI_RUNNING: the judged tree, on the branch as it is now, against the baseline. */
export function runCi(view: RunView): Command | null {
  const phase = currentPhase(view)
  if (view.state !== 'CI_RUNNING' || phase?.state !== 'CI_RUNNING') return null
  const attempt = openAttempt(phase)
  if (attempt?.build?.kind !== 'proposed') return null
  if (attempt.judgedOnto !== view.head) return judgeChange(view, phase, attempt.build)
  if (attempt.judge?.kind === 'conflict') {
    return failAttempt(view, phase, { kind: 'conflict', message: `the branch moved and changed the same paths: ${attempt.judge.paths.join(', ')}` })
  }
  if (attempt.accepted === null) return failAttempt(view, phase, { kind: 'guardrail', message: 'the change is refused on the branch as it is now' })
  if (phase.slice.ci === null) return enterGate(view, phase)
  return attempt.ci === null ? startCi(view, phase, attempt, attempt.accepted) : actOnVerdict(view, phase, attempt.ci)
}

function startCi(view: RunView, phase: PhaseView, attempt: AttemptView, accepted: NonNullable<AttemptView['accepted']>): Command | null {
  const { setupKey, commit } = accepted
  const timeoutMs = timeOfPhase(view, phase)
  const setup = setupKey === null ? undefined : view.setups[setupKey]
  if (setupKey !== null && setup === undefined) {
    return perform({ kind: 'setup', phase: phase.slice.id, attempt: attempt.number, input: { key: setupKey, commit, timeoutMs } })
  }
  if (setup?.kind === 'failed') return failAttempt(view, phase, { kind: 'ci_fail', message: `setup failed: ${setup.message}` })
  const baseline = baselineKey(phase.slice)
  const known = view.baselines[baseline]
  if (known === undefined) return takeBaseline(view, phase)
  if (known.kind === 'failed') return failAttempt(view, phase, { kind: 'infrastructure', message: known.message })
  const tier = tierOf(view, phase.slice.tier)
  if (tier.ciRuns >= tier.slice.caps.ciRuns) {
    return append({ type: 'cap-alert', data: { cap: 'tier.ciRuns', level: 'reached', used: tier.ciRuns, limit: tier.slice.caps.ciRuns, tier: tier.slice.id, phase: phase.slice.id } })
  }
  return perform({ kind: 'ci', phase: phase.slice.id, attempt: attempt.number, input: { commit, baseline, timeoutMs, setupKey, checkBaseline: !attempt.remeasured } })
}

function actOnVerdict(view: RunView, phase: PhaseView, ci: NonNullable<AttemptView['ci']>): Command {
  const { verdict, reasons } = ci.verdict
  if (verdict === 'green') return enterGate(view, phase)
  if (verdict === 'environment') return failAttempt(view, phase, { kind: 'infrastructure', message: reasons.join('\n') })
  return failAttempt(view, phase, { kind: 'ci_fail', message: ci.excerpt === '' ? reasons.join('\n') : ci.excerpt })
}

function enterGate(view: RunView, phase: PhaseView): Command {
  return append(phaseStep(phase, 'GATE'), runStep(view, 'GATE'))
}
