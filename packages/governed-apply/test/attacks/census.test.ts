import { expect, test } from 'vitest'
// eslint-disable-next-line @nx/enforce-module-boundaries -- one page counts the cases of both packages
import { attacks as commandAttacks } from '../../../command-sandbox/test/attacks/attacks.ts'
import { changeAttacks } from './attacks.ts'
import { describeAttacks, type CountedAttack } from './describe-attacks.ts'

const attacks: readonly CountedAttack[] = [...commandAttacks, ...changeAttacks.map((attack) => ({ ...attack, heldAt: null }))]
const shares = [...Map.groupBy(attacks, ({ attackClass }) => attackClass).values()].map(({ length }) => length / attacks.length)

test('there are six hundred attacks in twelve classes or more, none of them a quarter', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(600)
  expect(shares.length).toBeGreaterThanOrEqual(12)
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.25)
})

test('each attack is another one', () => {
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
  const texts = [...commandAttacks.map(({ argv, prepare, env }) => JSON.stringify([argv, prepare, env])), ...changeAttacks.map(({ tool, text }) => JSON.stringify([tool, text]))]
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
})

test('they are counted in the documentation', async () => {
  await expect(describeAttacks(attacks)).toMatchFileSnapshot('../../../../docs/attack-suite.md')
})
