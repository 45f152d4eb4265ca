import type { BudgetRefusal, EventData, QuotaRefusal } from '@autopack/contracts'
import { exhaustion, isKnown } from '../decide/exhaustion.ts'
import type { Session } from '../session/session.ts'
import { phaseOf } from '../view/lookup.ts'
import { callCaps } from './call-scopes.ts'

/** A quota of models.yaml or of a provider has nothing left for a call that is wanted. */
export async function reportQuota(session: Session, phase: string, { limit, message, resetAt }: QuotaRefusal): Promise<void> {
  await recordIncident(session, { phase, subject: limit, message, until: resetAt })
}

/** The alert of one of these ends the run, of any other cap its phase. */
const ofRun: ReadonlySet<string> = new Set(['run.usd', 'run.tokens'])

/** A cap of the run's own has no room for a call that is wanted. */
export async function reportBudget(session: Session, phase: string, { cap, used, limit }: BudgetRefusal): Promise<void> {
  const name = callCaps.find((known) => known === cap)
  if (name === undefined) return
  const owner = ofRun.has(name) ? { tier: null, phase: null } : { tier: phaseOf(session.view, phase).slice.tier, phase }
  const now = session.parts.clock.now()
  await session.append(exhaustion({ cap: name, used, limit, ...owner }).filter((event) => event.type !== 'incident-record' || !isKnown(session.view, event.data, now)))
}

export async function recordIncident(session: Session, incident: EventData['incident-record']): Promise<void> {
  if (isKnown(session.view, incident, session.parts.clock.now())) return
  await session.append([{ type: 'incident-record', data: incident }])
}
