import type { ModelPurpose, ModelsFile } from '@autopack/contracts'

export interface RouteCandidate {
  /** The key in models.yaml. */
  readonly model: string
  readonly family: string
  readonly provider: string
  readonly taken: boolean
  /** Why it was taken or not, in words a person reads. */
  readonly because: string
}

/** Every model of the chain, in the chain's order, with why it was taken or not; at most one is taken. */
export interface RouteDecision {
  readonly candidates: readonly RouteCandidate[]
}

/**
 * Chooses a model for a purpose: the chain of its role and complexity, one step along for every `escalateAfter` failed attempts,
 * and past families to avoid where another is in the chain. Pure; routes around nothing else.
 */
export function route(models: ModelsFile, purpose: ModelPurpose): RouteDecision {
  const chain = models.roles[purpose.role]?.[purpose.complexity] ?? []
  const step = Math.min(Math.floor(purpose.failedAttempts / models.escalateAfter), chain.length - 1)
  const avoided = (key: string): boolean => purpose.avoidFamilies.includes(models.models[key]?.family ?? '')
  // stronger ones first: a reviewer from another family should not be a weaker one
  const order = [...chain.slice(step), ...chain.slice(0, Math.max(step, 0)).toReversed()]
  const taken = order.find((key) => !avoided(key)) ?? chain[step]

  const because = (key: string, position: number): string => {
    if (key === taken) return takenBecause(purpose, models.escalateAfter, step, position, avoided(key))
    if (avoided(key)) return `family ${models.models[key]?.family} wrote the change`
    return position < step ? `${purpose.failedAttempts} failed attempts moved past it` : `for after ${position * models.escalateAfter} failed attempts`
  }
  return { candidates: chain.map((key, position) => ({ ...identify(models, key), taken: key === taken, because: because(key, position) })) }
}

function takenBecause(purpose: ModelPurpose, escalateAfter: number, step: number, position: number, avoided: boolean): string {
  const chain = `${purpose.role}, ${purpose.complexity} complexity`
  if (avoided) return `${chain}: no other family in the chain than the one that wrote the change`
  if (position !== step) return `${chain}: of another family than ${purpose.avoidFamilies.join(', ')}, which wrote the change`
  if (step === 0) return `${chain}: first of the chain`
  return `${chain}: step ${step + 1} of the chain after ${purpose.failedAttempts} failed attempts, one step for every ${escalateAfter}`
}

function identify(models: ModelsFile, key: string): { model: string; family: string; provider: string } {
  return { model: key, family: models.models[key]?.family ?? 'unknown', provider: models.models[key]?.provider ?? 'unknown' }
}
