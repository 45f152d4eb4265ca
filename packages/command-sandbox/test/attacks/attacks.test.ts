import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCommandRunner } from '../../src/index.ts'
import { levelsOf, type TestedLevel } from '../levels.ts'
import { createArena, type Arena } from './arena.ts'
import type { AttackCase } from './attack-case.ts'
import { attacks } from './attacks.ts'
import { isInstalled, tryAttack, type LevelledRunner } from './run-attacks.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const classes = [...new Set(attacks.map(({ attackClass }) => attackClass))]
const { levels, missing } = await levelsOf(tmpdir())
/** In the usual profile the weakest and the strongest. */
const runners: readonly LevelledRunner[] = levels.filter((_, index) => isNightly || index === 0 || index === levels.length - 1).map(runnerOf)
let arenas: readonly Arena[] = []

/** A minimum as asked for by a project that wants attacks bounded: below it the answer is no. */
function runnerOf({ level, isolation }: TestedLevel): LevelledRunner {
  return { level, create: ({ environment }, { heldAt }) => createCommandRunner({ environment, minimum: { ci: heldAt }, probe: async () => isolation }) }
}

beforeAll(async () => {
  arenas = await Promise.all([createArena(), createArena()])
})
afterAll(async () => {
  await Promise.all(arenas.map((arena) => arena.remove()))
})

/** In the usual profile every twenty-fourth of a class. */
function chosen(attackClass: string): readonly AttackCase[] {
  return attacks.filter((attack) => attack.attackClass === attackClass).filter((_, index) => isNightly || index % 24 === 0)
}

async function problemsOf(cases: readonly AttackCase[]): Promise<readonly string[]> {
  const left = [...cases]
  const problems: string[] = []
  const work = async (arena: Arena): Promise<void> => {
    for (let attack = left.shift(); attack !== undefined; attack = left.shift()) {
      const { id } = attack
      problems.push(...(await tryAttack(attack, arena, runners).catch((error: unknown) => [`${id}: ${String(error)}`])))
    }
  }
  await Promise.all(arenas.map(work))
  return problems
}

describe(`attacks that succeed unguarded have no effect when guarded${missing}`, { timeout: 600_000 }, () => {
  test.each(classes)('%s', async (attackClass) => {
    expect(await problemsOf(chosen(attackClass))).toEqual([])
  })
})

const lacking = attacks.filter(({ needs }) => !needs.every(isInstalled))

describe('attacks that this host lacks a program for', () => {
  // a test that is skipped is seen by its name
  test.skipIf(true).each(lacking.map(({ id, needs }) => [id, needs] as const))('%s (NOT RUN: install %s)', (_, needs) => {
    expect(needs.every(isInstalled)).toBe(true)
  })

  test('are few', () => {
    expect(lacking.length).toBeLessThan(attacks.length / 10)
  })
})
