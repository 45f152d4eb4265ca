import type { Session } from '../session/session.ts'

/** Name of a checkout: the epoch is part of it, so that a stale process writes where nobody looks. */
export function workName(session: Session, effect: string): string {
  return `${session.run}-${session.epoch}-${effect}`
}

/** Marks every process of an effect, so that the next owner finds and ends what a killed one left. */
export function markerOf(session: Session, effect: string): string {
  return `${session.run}:${session.epoch}:${effect}`
}
