import type { Effects, ObjectId } from '@autopack/contracts'
import { phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'
import type { Performer } from './performer.ts'

/**
 * Pins what is removed, then deletes the branch and makes it anew at the older commit: a plain backward move would make an
 * expected value of a stale writer valid again.
 */
export const rollback: Performer<'rollback'> = async (session, effect) => {
  const { repository } = session.parts
  const { phases, from, to, branch } = effect.input
  const ref = `refs/heads/${branch}`
  const pin = `refs/autopack/${session.run}/rolled-back/${effect.effect}`
  const found = await repository.readRef(ref)
  if (found !== from && found !== to && found !== null) return refused(branch, found, from)
  // where it is gone, this is the second half of what was begun
  const obstacle = found === from && from !== to ? await repository.obstacleTo(ref) : null
  if (obstacle !== null) return { kind: 'refused', message: `${obstacle}; then roll back again.` }
  if ((await repository.readRef(pin)) === null) await repository.moveRef(pin, from, null)
  if (found === from && from !== to) await repository.moveRef(ref, null, from)
  await repository.moveRef(ref, to, null)
  const now = await repository.readRef(ref)
  if (now !== to) return refused(branch, now, from)
  for (const phase of phases) await removeTag(session, `refs/tags/${branch}/${phase}`, phaseOf(session.view, phase).commit)
  return { kind: 'rolled-back' }
}

/** Only where it is as the phase's snapshot placed it. */
async function removeTag({ parts: { repository } }: Session, tag: string, placed: ObjectId | null): Promise<void> {
  if (placed !== null) await repository.moveRef(tag, null, placed)
}

function refused(branch: string, found: ObjectId | null, from: ObjectId): Effects['rollback']['outcome'] {
  const where = found === null ? 'deleted by someone else' : `moved by someone else to ${found.slice(0, 12)}`
  return { kind: 'refused', message: `${branch} was ${where}; it was left there. Move it back to ${from.slice(0, 12)}, then roll back again.` }
}
