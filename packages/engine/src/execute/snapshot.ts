import type { ObjectId } from '@autopack/contracts'
import type { Session } from '../session/session.ts'
import type { Performer, StartedEffect } from './perform.ts'
import { writeReceipt } from './write-receipt.ts'

/** Branch and tag are two refs and not atomic under a kill: each is brought to where the intent says, on its own. */
export const snapshot: Performer<'snapshot'> = async (session, effect) => {
  const { commit, tag } = effect.input
  const elsewhere = await advanceBranch(session, effect)
  if (elsewhere !== null) return { kind: 'moved-elsewhere', found: elsewhere.found }
  const ref = `refs/tags/${tag}`
  const tagged = await session.parts.repository.readRef(ref)
  if (tagged !== commit) await session.parts.repository.moveRef(ref, commit, tagged)
  return { kind: 'kept', receipt: await writeReceipt(session, effect.phase ?? '', effect.input.base) }
}

/** Null when the branch is where it belongs; else where it was found. A failed swap means: read again. */
async function advanceBranch(session: Session, effect: StartedEffect<'snapshot'>): Promise<{ readonly found: ObjectId | null } | null> {
  const { repository } = session.parts
  const { base, commit, branch } = effect.input
  const ref = `refs/heads/${branch}`
  const expected = session.view.branchExists ? base : null
  const found = await repository.readRef(ref)
  if (found === commit) return null
  if (found === expected && (await repository.moveRef(ref, commit, expected))) return null
  const now = await repository.readRef(ref)
  return now === commit ? null : { found: now }
}
