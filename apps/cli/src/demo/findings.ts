import type { Autopack, PhaseView, RunView } from '@autopack/core'
import { compact, counted } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import { isSpared, type Repetition } from './work.ts'

/** Something the demo is there to show, looked for in what it left behind. */
export interface Finding {
  readonly subject: string
  readonly proven: boolean
  readonly detail: string
}

export interface Witness {
  readonly run: string
  /** The process that was killed. */
  readonly killed: number | null
  readonly repetition: Repetition
  /** Completions that the models' server was asked for. */
  readonly requests: number
}

export async function examineRun(autopack: Autopack, witness: Witness): Promise<readonly Finding[]> {
  const view = await autopack.view(witness.run)
  return [hint(view), await scope(autopack, view), crash(view, witness), approval(view), audits(view), result(view)]
}

const missing = 'it did not happen'

function finding(subject: string, detail: string | undefined): Finding {
  return { subject, proven: detail !== undefined, detail: detail ?? missing }
}

function hint(view: RunView): Finding {
  const learned = phases(view).flatMap(({ slice, attempts }) =>
    attempts.flatMap((attempt, index) => {
      const broken = attempts[index - 1]?.ci?.verdict.newFailures[0]
      const told = broken !== undefined && attempt.hints.some(({ text }) => text.includes(broken))
      return told && attempt.failure === null ? [`${slice.id}: attempt ${index} broke a test, attempt ${index + 1} was told which and passed`] : []
    }),
  )
  return finding('hint', learned[0])
}

async function scope(autopack: Autopack, view: RunView): Promise<Finding> {
  for (const { slice, attempts, state } of phases(view)) {
    for (const { judge } of attempts) {
      if (judge?.kind !== 'rejected' || !judge.reasons.some(({ rule }) => rule === 'scope') || state !== 'COMPLETE') continue
      const body = await autopack.artifact(view.run, judge.diff.hash)
      if (body !== null) return finding('scope', `${slice.id}: a change outside of it was refused and kept (${body.length} bytes), a later one stayed inside`)
    }
  }
  return finding('scope', undefined)
}

/** A process was killed between a question and its answer, and what was done before was done once. */
function crash(view: RunView, { killed, repetition, requests }: Witness): Finding {
  const calls = Object.values(view.calls)
  const cutOff = calls.filter(({ end }) => end?.ended === 'presumed').length
  const proven = killed !== null && cutOff === 1 && isSpared(repetition) && requests === calls.length
  return finding('crash', proven ? `process ${killed} was killed, another went on; server and journal agree on ${counted(calls.length, 'call')}` : undefined)
}

function approval(view: RunView): Finding {
  const asked = Object.values(view.approvals).find(({ request }) => request.asks.some(({ rule }) => rule === 'protected-path'))
  const phase = phases(view).find(({ slice }) => slice.id === asked?.request.phase)
  if (asked?.decision?.decision !== 'approve' || phase?.state !== 'COMPLETE') return finding('approval', undefined)
  const { requestedAt, request, decision } = asked
  const others = phases(view).filter(({ startedAt, endedAt }) => startedAt !== null && startedAt >= requestedAt && endedAt !== null && endedAt < (phase.endedAt ?? 0))
  return finding('approval', others.length > 0 ? `${phase.slice.id}: ${request.asks[0]?.path ?? ''} waited while ${counted(others.length, 'other phase')} went on; ${decision.by} approved it` : undefined)
}

function audits(view: RunView): Finding {
  const written = phases(view).filter(({ slice }) => slice.builder.kind === 'model')
  const independent = written.filter(({ attempts }) => {
    const last = attempts.at(-1)
    return last?.build?.kind === 'proposed' && last.audit?.kind === 'audited' && last.audit.family !== last.build.family
  })
  return finding('audits', written.length > 0 && independent.length === written.length ? `${independent.length} of ${counted(written.length, 'change')} by a model audited by a model of another family` : undefined)
}

function result(view: RunView): Finding {
  const [before] = Object.values(view.baselines)
  const tests = phases(view).map(({ attempts }) => attempts.at(-1)?.ci?.verdict.counts.passed ?? 0)
  const promoted = view.promotions.at(-1)
  const done = view.state === 'DONE_SUCCESS' && promoted?.commit === view.head && before?.kind === 'measured' && view.spent.nanoUsd > 0
  const numbers = before?.kind === 'measured' ? `${before.verdict.counts.passed} tests before, ${Math.max(...tests)} after` : ''
  return finding('result', done ? `${counted(phases(view).length, 'phase')} on ${promoted.target}; ${numbers}; ${compact(view.spent.tokens)} tokens, ${money(view.spent.nanoUsd)}` : undefined)
}

function phases(view: RunView): readonly PhaseView[] {
  return Object.values(view.phases)
}
