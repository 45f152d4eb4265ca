import type { ObjectId } from '@autopack/contracts'
import { isKept } from '../decide/selection.ts'
import type { RunView } from '../view/run-view.ts'

/**
 * The key of what setup prepares for a candidate. Setup runs scripts of the candidate before anybody has accepted it, and a key of its
 * dependency files (`plain`) says nothing of those: what it prepares is for the same tree alone, in every run. What the run's own base or a
 * kept phase has prepared for the same dependency files is used again.
 */
export function trustedKey(view: Pick<RunView, 'created' | 'phases'>, plain: string, tree: ObjectId): string {
  const kept = Object.values(view.phases).flatMap((phase) => (isKept(phase) ? [phase.attempts.at(-1)?.accepted?.setupKey] : []))
  const trusted = [view.created.setupKey, ...kept].find((key) => key === plain || key?.startsWith(`${plain}-`) === true)
  return trusted ?? `${plain}-${tree}`
}
