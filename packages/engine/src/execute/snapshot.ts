import type { ObjectId } from '@autopack/contracts'
import type { Session } from '../session/session.ts'
import type { Performer, StartedEffect } from './performer.ts'
import { placeRef } from './place-ref.ts'
import { writeReceipt } from './write-receipt.ts'

/** Branch and tag are two refs and not atomic under a kill: each is brought to where the intent says, on its own. */
export const snapshot: Performer<'snapshot'> = async (session, effect) => {
  const { commit, tag } = effect.input
  const elsewhere = await advanceBranch(session, effect)
  if (elsewhere !== null) return { kind: 'moved-elsewhere', found: elsewhere.found }
  const [receipt] = await Promise.all([writeReceipt(session, effect.phase ?? '', effect.input.base), placeRef(session.parts.repository, `refs/tags/${tag}`, commit)])
  return { kind: 'kept', receipt }
}

/** Null when the branch is where it belongs; else where it was found. */
async function advanceBranch(session: Session, effect: StartedEffect<'snapshot'>): Promise<{ readonly found: ObjectId | null } | null> {
  const { repository } = session.parts
  const { base, commit, branch } = effect.input
  const ref = `refs/heads/${branch}`
  if (await repository.moveRef(ref, commit, session.view.branchExists ? base : null)) return null
  const found = await repository.readRef(ref)
  return found === commit ? null : { found }
}
