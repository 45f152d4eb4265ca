import type { ChangeJudgement, ObjectId } from '@autopack/contracts'
import { currentAttempt, phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'
import { commitMessage } from './commit-message.ts'
import type { Performer, StartedEffect } from './performer.ts'
import { placeRef } from './place-ref.ts'
import { trustedKey } from './trusted-key.ts'

type Accepted = Extract<ChangeJudgement, { kind: 'accepted' }>

/** Judges the change by its tree and, if it may stand, writes and pins the candidate commit. */
export const judge: Performer<'judge'> = async (session, effect) => {
  const { governor } = session.parts
  const slice = phaseOf(session.view, effect.phase ?? '').slice
  const { change, onto } = effect.input
  const judgement = await governor.judge({
    change,
    onto,
    scope: slice.scope,
    deliverables: slice.deliverables,
    category: slice.category,
    allow: slice.allow ?? {},
    policy: session.view.created.policy,
  })
  if (judgement.kind === 'empty') return judgement
  // refused work is kept: the diff of what was proposed, whatever becomes of it
  const kept = session.keep('change.diff', 'text/x-diff', await governor.render(change))
  if (judgement.kind === 'conflict') return { ...judgement, diff: await kept }
  if (judgement.kind === 'rejected') return { kind: 'rejected', reasons: judgement.reasons, diff: await kept }
  const [diff, commit] = await Promise.all([kept, writeCandidate(session, effect, judgement)])
  return {
    kind: 'accepted',
    commit,
    tree: judgement.tree,
    digest: judgement.digest,
    asks: judgement.asks,
    paths: judgement.changes.map((entry) => entry.path),
    linesAdded: judgement.linesAdded,
    linesDeleted: judgement.linesDeleted,
    diff,
    setupKey: await setupKeyOf(session, commit, judgement.tree),
  }
}

async function writeCandidate(session: Session, effect: StartedEffect<'judge'>, accepted: Accepted): Promise<ObjectId> {
  const { repository } = session.parts
  const phase = phaseOf(session.view, effect.phase ?? '')
  const attempt = currentAttempt(session.view, phase.slice.id).number
  const commit = await repository.writeCommit({
    tree: accepted.tree,
    parents: [effect.input.onto],
    author: session.view.created.author,
    at: effect.input.at,
    message: commitMessage({ run: session.run, slice: phase.slice, attempt, receipt: effect.input.receipt }),
  })
  // without a ref of ours `git gc` may delete the candidate
  await placeRef(repository, `refs/autopack/${session.run}/candidates/${phase.slice.id}-${attempt}`, commit)
  return commit
}

async function setupKeyOf({ view, parts }: Session, commit: ObjectId, tree: ObjectId): Promise<string | null> {
  const { setup } = view.created.strategy.workspace
  if (setup.length === 0) return null
  return trustedKey(view, await parts.workspace.setupKey(commit, setup.map((command) => command.run)), tree)
}
