import type { Overrides } from '@autopack/core'
import { InvalidArgumentError } from 'commander'

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0 || text.trim() === '') throw new InvalidArgumentError('A number above 0 is allowed, 2.50 for instance.')
  return value
}

export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value <= 0 || text.trim() === '') throw new InvalidArgumentError('A whole number above 0 is allowed, 3 for instance.')
  return value
}

export function days(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || text.trim() === '') throw new InvalidArgumentError('A whole number of days is allowed, 7 for instance; 0 keeps none.')
  return value
}

/** `builder=large`, added to what was given before. */
export function modelOfRole(text: string, given: Overrides = {}): Overrides {
  const [, role, model] = /^(builder|auditor)=(.+)$/.exec(text) ?? []
  if (role === undefined || model === undefined) throw new InvalidArgumentError('A role and a key of models.yaml are allowed, builder=large for instance; roles are builder and auditor.')
  return { ...given, [role]: model }
}
