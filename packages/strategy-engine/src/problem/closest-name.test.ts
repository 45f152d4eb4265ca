import { expect, test } from 'vitest'
import { closestName, didYouMean } from './closest-name.ts'

test.each([
  ['projct', 'project'],
  ['Project', 'project'],
  ['tires', 'tiers'],
  ['dokcs', 'docs'],
])('%s is close to %s', (written, meant) => {
  expect(closestName(written, ['version', 'project', 'tiers', 'docs'])).toBe(meant)
})

test('nothing is suggested where nothing is near', () => {
  expect(closestName('banana', ['version', 'project'])).toBeNull()
  expect(didYouMean('banana', ['version'])).toBe('')
})
