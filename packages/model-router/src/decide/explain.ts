import type { ModelPurpose } from '@autopack/contracts'
import { bridged, type Candidate, type Decision } from './decision.ts'

export interface ExplainedCandidate {
  readonly model: string
  readonly taken: boolean
  /** In words a person reads. */
  readonly because: string
}

/** Why X and not Y, one line for each model there was. */
export function explain(decision: Decision, purpose: ModelPurpose): readonly ExplainedCandidate[] {
  return decision.candidates.map((candidate) => ({ model: candidate.model, taken: candidate.reason === 'taken', because: because(candidate, purpose) }))
}

/** Why the model was taken, or none, in one line. */
export function becauseOf(decision: Decision, purpose: ModelPurpose): string {
  const taken = decision.candidates.find(({ reason }) => reason === 'taken')
  if (taken === undefined) return decision.candidates.map((candidate) => `${candidate.model}: ${because(candidate, purpose)}`).join('; ') || 'no model is configured'
  const passed = decision.candidates.slice(0, decision.candidates.indexOf(taken)).filter(({ reason }) => reason !== 'later' && reason !== 'reserved' && reason !== 'behind')
  return [because(taken, purpose), ...passed.map((candidate) => `${candidate.model}: ${because(candidate, purpose)}`)].join('; ')
}

function because({ reason, origin, provider, until, detail }: Candidate, purpose: ModelPurpose): string {
  const when = until === null ? '' : ` until ${new Date(until).toISOString()}`
  switch (reason) {
    case 'taken':
      return `${takenBecause(origin, purpose)}${detail === bridged ? '; through a bridge, which may lose resets and usage' : ''}`
    case 'behind':
      return 'another came before it'
    case 'later':
      return `for after more than ${attempts(purpose)}`
    case 'reserved':
      return `an escalation, not reached by ${attempts(purpose)} in ${purpose.category}`
    case 'untagged':
      return `a reasoning model, which serves only phases that ask for it by a tag`
    case 'context':
      return detail ?? reason
    case 'lower':
      return `less than ${purpose.category} is owed, which is never served by less`
    case 'family':
      return `of a family that wrote what is judged (${purpose.avoidFamilies.join(', ')})`
    case 'cooldown':
      return `told to wait${when}${detail === null ? '' : ` (${detail})`}`
    case 'no-credit':
      return `the account at ${provider} has no credit; not asked${when}${detail === null ? '' : ` (${detail})`}`
    case 'breaker':
      return `${provider} failed too often with it; not asked${when}`
    case 'limit':
      return `no room under the limit ${detail}${when}`
    case 'too-large':
      return `larger than all of the limit ${detail}`
    case 'no-credential':
    case 'no-price':
      return detail ?? reason
  }
}

function takenBecause(origin: Candidate['origin'], { role, complexity, category, failedAttempts, avoidFamilies, tags = [] }: ModelPurpose): string {
  if (origin === 'override') return 'asked for by name'
  if (origin === 'fallback') return `stands in for the chain of ${category}`
  const after = failedAttempts === 0 ? '' : ` after ${attempts({ failedAttempts })}`
  const family = avoidFamilies.length === 0 ? '' : `, other than ${avoidFamilies.join(', ')} where there is one`
  const tagged = tags.length === 0 ? '' : `, ${tags.join(', ')}`
  return `${role}, ${complexity} complexity${tagged}${after}${family}`
}

function attempts({ failedAttempts }: Pick<ModelPurpose, 'failedAttempts'>): string {
  return failedAttempts === 1 ? '1 failed attempt' : `${failedAttempts} failed attempts`
}
