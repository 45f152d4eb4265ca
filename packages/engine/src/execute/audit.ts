import { currentAttempt, phaseOf } from '../view/lookup.ts'
import { withDeadline } from './deadline.ts'
import { meterModel } from './meter-model.ts'
import type { Performer } from './performer.ts'

export const audit: Performer<'audit'> = async (session, effect, signal) => {
  const phase = phaseOf(session.view, effect.phase ?? '')
  const attempt = currentAttempt(session.view, phase.slice.id)
  const { commit, base, timeoutMs } = effect.input
  // the tree, as when the change was judged: the repository has that difference at hand
  const diff = await session.parts.repository.wholeDiff(base, attempt.accepted?.tree ?? commit)
  if (diff === null) return { kind: 'failed', failure: 'budget', message: 'the files that differ are too large for a diff, and an audit reads all of it; split the phase' }
  const deadline = withDeadline(signal, timeoutMs)
  const model = meterModel(session, { phase: phase.slice.id, role: 'auditor', effect: effect.effect, signal: deadline.signal })
  const outcome = await session.parts.auditor.audit(
    {
      run: session.run,
      phase: phase.slice,
      attempt: attempt.number,
      diff,
      ci: attempt.ci?.verdict ?? null,
      authorFamily: attempt.build?.kind === 'proposed' ? attempt.build.family : null,
    },
    {
      model,
      keep: session.keep,
      signal: deadline.signal,
    },
  )
  if (outcome.kind !== 'failed') return outcome
  if (deadline.passed()) return { ...outcome, failure: 'timeout' }
  return outcome.failure === 'quota' ? (model.postponed() ?? { ...outcome, failure: 'infrastructure' }) : outcome
}
