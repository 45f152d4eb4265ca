import type { Effects, ObjectId } from '@autopack/contracts'
import type { Session } from '../session/session.ts'
import type { Performer, StartedEffect } from './performer.ts'
import { writeReceipt } from './write-receipt.ts'

type Effect = StartedEffect<'snapshot'>
type Outcome = Effects['snapshot']['outcome']

/** Branch and tag are two refs and not atomic under a kill: each is brought to where the intent says, on its own, once nothing is in the way of either. */
export const snapshot: Performer<'snapshot'> = async (session, effect) => {
  const obstacle = await findObstacle(session, effect)
  if (obstacle !== null) return obstructed(obstacle)
  const elsewhere = await advanceBranch(session, effect)
  if (elsewhere !== null) return { kind: 'moved-elsewhere', found: elsewhere.found }
  const [receipt, tagged] = await Promise.all([writeReceipt(session, effect.phase ?? '', effect.input.base), placeTag(session, effect)])
  return tagged ? { kind: 'kept', receipt } : obstructed(otherTag(effect))
}

async function findObstacle({ parts: { repository } }: Session, effect: Effect): Promise<string | null> {
  const { branch, commit } = effect.input
  const ref = `refs/heads/${branch}`
  const [tagged, moved] = await Promise.all([repository.readRef(tagOf(effect)), repository.readRef(ref)])
  if (tagged !== null && tagged !== commit) return otherTag(effect)
  const found = await Promise.all([tagged === null ? repository.obstacleTo(tagOf(effect)) : null, moved === commit ? null : repository.obstacleTo(ref)])
  return found.find((obstacle) => obstacle !== null) ?? null
}

/** Null when the branch is where it belongs; else where it was found. */
async function advanceBranch(session: Session, effect: Effect): Promise<{ readonly found: ObjectId | null } | null> {
  const { repository } = session.parts
  const { base, commit, branch } = effect.input
  const ref = `refs/heads/${branch}`
  if (await repository.moveRef(ref, commit, session.view.branchExists ? base : null)) return null
  const found = await repository.readRef(ref)
  return found === commit ? null : { found }
}

/** A tag of that name that is elsewhere is somebody else's: this run has placed none. */
async function placeTag({ parts: { repository } }: Session, effect: Effect): Promise<boolean> {
  const { commit } = effect.input
  return (await repository.moveRef(tagOf(effect), commit, null)) || (await repository.readRef(tagOf(effect))) === commit
}

function tagOf({ input }: Effect): string {
  return `refs/tags/${input.tag}`
}

function otherTag({ input: { tag } }: Effect): string {
  return `the tag ${tag} is not this run's; rename it: git tag ${tag.replaceAll('/', '-')}-mine ${tag} && git tag -d ${tag}`
}

function obstructed(message: string): Outcome {
  return { kind: 'obstructed', message }
}
