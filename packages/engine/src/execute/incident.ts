import type { EventData, QuotaRefusal } from '@autopack/contracts'
import { isKnown } from '../decide/exhaustion.ts'
import type { Session } from '../session/session.ts'

/** A quota of models.yaml or of a provider has nothing left for a call that is wanted. */
export async function reportQuota(session: Session, phase: string, { limit, message, resetAt }: QuotaRefusal): Promise<void> {
  await recordIncident(session, { phase, subject: limit, message, until: resetAt })
}

export async function recordIncident(session: Session, incident: EventData['incident-record']): Promise<void> {
  if (isKnown(session.view, incident, session.parts.clock.now())) return
  await session.append([{ type: 'incident-record', data: incident }])
}
