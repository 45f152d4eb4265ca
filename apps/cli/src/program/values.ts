import { InvalidArgumentError } from 'commander'

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0 || text.trim() === '') throw new InvalidArgumentError('A number above 0 is allowed, 2.50 for instance.')
  return value
}

export function positiveInteger(text: string): number {
  const value = positiveNumber(text)
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('A whole number above 0 is allowed, 3 for instance.')
  return value
}
