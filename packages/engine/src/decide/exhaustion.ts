import type { EventData, NewEvent } from '@autopack/contracts'
import type { RunView } from '../view/run-view.ts'

export type CapUse = Pick<EventData['cap-alert'], 'cap' | 'used' | 'limit' | 'tier' | 'phase'>

/** A cap that has nothing left is told of, and is an incident. */
export function exhaustion(use: CapUse): NewEvent[] {
  const { cap, phase, tier, used, limit } = use
  const place = phase ?? tier
  const message = `${cap}${place === null ? '' : ` of ${place}`} has no room left: ${used} of ${limit} used`
  return [
    { type: 'cap-alert', data: { ...use, level: 'reached' } },
    { type: 'incident-record', data: { phase, subject: cap, message, until: null } },
  ]
}

/** An incident that is not over is told of once. */
export function isKnown({ incidents }: RunView, { subject, phase }: EventData['incident-record'], now: number): boolean {
  return incidents.some((known) => known.subject === subject && (known.until === null ? known.phase === phase : known.until > now))
}
