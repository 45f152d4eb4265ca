import { createHash } from 'node:crypto'
import type { Session } from '../session/session.ts'

/** Name of a checkout: the epoch is part of it, so that a stale process writes where nobody looks. */
export function workName(session: Session, effect: string): string {
  return `${session.run}-${session.epoch}-${effect}`
}

/** Marks every process of an effect, so that the next owner finds and ends what a killed one left. */
export function markerOf(session: Session, effect: string): string {
  return `${markerPrefix(session)}${session.epoch}:${effect}`
}

/** What the markers of a run begin with: another repository of this host may have a run of the same name. */
export function markerPrefix({ run, parts }: Pick<Session, 'run' | 'parts'>): string {
  const repository = createHash('sha256').update(parts.repository.identity.commonDirectory).digest('hex').slice(0, 12)
  return `${run}@${repository}:`
}
