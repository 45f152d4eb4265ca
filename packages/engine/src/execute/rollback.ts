import type { Effects, ObjectId } from '@autopack/contracts'
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
  if ((await repository.readRef(pin)) === null) await repository.moveRef(pin, from, null)
  if (found === from && from !== to) await repository.moveRef(ref, null, from)
  await repository.moveRef(ref, to, null)
  const now = await repository.readRef(ref)
  if (now !== to) return refused(branch, now, from)
  for (const phase of phases) {
    const tag = `refs/tags/${branch}/${phase}`
    const tagged = await repository.readRef(tag)
    if (tagged !== null) await repository.moveRef(tag, null, tagged)
  }
  return { kind: 'rolled-back' }
}

function refused(branch: string, found: ObjectId | null, from: ObjectId): Effects['rollback']['outcome'] {
  const where = found === null ? 'deleted by someone else' : `moved by someone else to ${found.slice(0, 12)}`
  return { kind: 'refused', message: `${branch} was ${where}; it was left there. Move it back to ${from.slice(0, 12)}, then roll back again.` }
}
