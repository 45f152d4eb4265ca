/* eslint-disable @nx/enforce-module-boundaries -- one page counts the cases of all packages */
import { expect, test } from 'vitest'
import { attacks as commandAttacks } from '../../../command-sandbox/test/attacks/attacks.ts'
import { typedFixAttacks } from '../../../command-sandbox/test/attacks/classes/typed-fixes.ts'
import { benignCommands } from '../../../command-sandbox/test/benign/commands.ts'
import { changeAttacks } from '../../../governed-apply/test/attacks/attacks.ts'
import { handedIn } from '../benign/handed-in.ts'
import { stagedAttacks } from './attacks.ts'
import { describeAttacks, type CountedAttack, type CountedBenign } from './describe-attacks.ts'

const attacks: readonly CountedAttack[] = [...commandAttacks, ...typedFixAttacks, ...changeAttacks.map((attack) => ({ ...attack, heldAt: null })), ...stagedAttacks]
const shares = [...Map.groupBy(attacks, ({ attackClass }) => attackClass).values()].map(({ length }) => length / attacks.length)
const benign: readonly CountedBenign[] = [
  ...benignCommands.map(({ id, group, differs }) => ({ id, kind: 'commands' as const, group, differs })),
  // of changes none may differ: whoever is held up fails benign-changes.test.ts
  ...handedIn.map(({ id, form }) => ({ id, kind: 'changes' as const, group: form, differs: null })),
]

test('there are six hundred attacks in twelve classes or more, none of them a quarter', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(600)
  expect(shares.length).toBeGreaterThanOrEqual(12)
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.25)
})

test('each attack is another one', () => {
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
  const texts = [
    ...commandAttacks.map(({ argv, prepare, env }) => JSON.stringify([argv, prepare, env])),
    ...typedFixAttacks.map(({ fix, line, prepare, env, after }) => JSON.stringify([fix, line, prepare, env, after])),
    ...changeAttacks.map(({ tool, text }) => JSON.stringify([tool, text])),
  ]
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
})

test('beside them are three hundred benign commands and changes or more, each another one, and of a hundred commands at most one is held up', () => {
  expect(benign.length).toBeGreaterThanOrEqual(300)
  expect(new Set(benign.map(({ id }) => id)).size).toBe(benign.length)
  const texts = benignCommands.map(({ argv, env }) => JSON.stringify([argv, env]))
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
  // benign.test.ts of the sandbox holds that it is these that differ, and no other
  expect(benignCommands.filter(({ differs }) => differs === null).length / benignCommands.length).toBeGreaterThanOrEqual(0.99)
})

test('they are counted in the documentation', async () => {
  await expect(describeAttacks(attacks, benign)).toMatchFileSnapshot('../../../../docs/attack-suite.md')
})
