import type { Performer } from './perform.ts'

/**
 * Pins what is removed, then deletes the branch and makes it anew at the older commit: a plain backward move would make an
 * expected value of a stale writer valid again.
 */
export const rollback: Performer<'rollback'> = async (session, effect) => {
  const { repository } = session.parts
  const { phases, from, to, branch } = effect.input
  const ref = `refs/heads/${branch}`
  const pin = `refs/autopack/${session.run}/rolled-back/${session.epoch}`
  const found = await repository.readRef(ref)
  if (found !== from && found !== to && found !== null) {
    return { kind: 'refused', message: `${branch} was moved by someone else to ${found.slice(0, 12)}; nothing was changed. Move it back to ${from.slice(0, 12)}, then roll back again.` }
  }
  if ((await repository.readRef(pin)) === null) await repository.moveRef(pin, from, null)
  if (found === from && from !== to) await repository.moveRef(ref, null, from)
  await repository.moveRef(ref, to, null)
  for (const phase of phases) {
    const tag = `refs/tags/${branch}/${phase}`
    const tagged = await repository.readRef(tag)
    if (tagged !== null) await repository.moveRef(tag, null, tagged)
  }
  return { kind: 'rolled-back' }
}
