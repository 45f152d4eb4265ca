import type { ModelPurpose } from '@autopack/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modelsFile } from '../../test/models-file.ts'
import { route } from './route.ts'

const purpose: ModelPurpose = { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] }

function taken(changes: Partial<ModelPurpose>): string | undefined {
  return route(modelsFile, { ...purpose, ...changes }).candidates.find((candidate) => candidate.taken)?.model
}

test('the first of the chain is taken, and every other says why not', () => {
  expect(route(modelsFile, purpose).candidates).toEqual([
    { model: 'cheap', family: 'alpha', provider: 'one', taken: true, because: 'builder, low complexity: first of the chain' },
    { model: 'middle', family: 'beta', provider: 'one', taken: false, because: 'for after 2 failed attempts' },
    { model: 'strong', family: 'alpha', provider: 'one', taken: false, because: 'for after 4 failed attempts' },
  ])
})

test('failed attempts move along the chain and stay at its end', () => {
  expect([0, 1, 2, 3, 4, 5, 99].map((failedAttempts) => taken({ failedAttempts }))).toEqual(['cheap', 'cheap', 'middle', 'middle', 'strong', 'strong', 'strong'])
})

test('a family to avoid is passed over, towards the stronger end first', () => {
  expect(taken({ avoidFamilies: ['alpha'] })).toBe('middle')
  expect(taken({ avoidFamilies: ['alpha'], failedAttempts: 4 })).toBe('middle')
  expect(taken({ avoidFamilies: ['beta'], failedAttempts: 2 })).toBe('strong')
  expect(route(modelsFile, { ...purpose, avoidFamilies: ['alpha'] }).candidates[0]?.because).toBe('family alpha wrote the change')
})

test('where there is no other family the same one serves, and says so', () => {
  const decision = route(modelsFile, { ...purpose, avoidFamilies: ['alpha', 'beta'] })
  expect(decision.candidates.find((candidate) => candidate.taken)?.because).toContain('no other family')
})

test('a role without a chain has no candidates', () => {
  expect(route({ ...modelsFile, roles: {} }, purpose).candidates).toEqual([])
})

test('exactly one model is taken, whatever is asked', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.subarray(['alpha', 'beta', 'gamma']), fc.constantFrom('low', 'medium', 'high'), (failedAttempts, avoidFamilies, complexity) => {
      const { candidates } = route(modelsFile, { ...purpose, failedAttempts, avoidFamilies, complexity })
      expect(candidates.filter((candidate) => candidate.taken)).toHaveLength(1)
    }),
  )
})
