import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import type { CommandRunner } from '@autopack/contracts'
import { createCommandRunner } from '../../src/index.ts'
import { levelsOf } from '../levels.ts'
import { benignCommands } from './commands.ts'
import type { BenignCommand } from './benign-command.ts'
import { createYard, type Yard } from './compare.ts'
import { isInstalled } from '../attacks/run-attacks.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const groups = [...new Set(benignCommands.map(({ group }) => group))]
const environment = { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir(), LANG: 'C.UTF-8' }
const { levels, missing } = await levelsOf(tmpdir())
const yards = [createYard(environment), createYard(environment)]
afterAll(() => yards.forEach((yard) => yard.remove()))

/** In the usual profile every fortieth of a group. */
function chosen(group: string): readonly BenignCommand[] {
  return benignCommands.filter((command) => command.group === group && command.needs.every(isInstalled)).filter((_, index) => isNightly || index % 40 === 0)
}

/** In the usual profile the strongest and, for the first of a group, the weakest. */
function runnersFor(index: number): Readonly<Record<string, CommandRunner>> {
  const used = levels.filter((_, at) => isNightly || at === levels.length - 1 || (at === 0 && index === 0))
  return Object.fromEntries(used.map(({ level, isolation }) => [`at level ${level}`, createCommandRunner({ environment, probe: async () => isolation })]))
}

describe(`benign commands end guarded as they do unguarded${missing}`, { timeout: 900_000 }, () => {
  test.each(groups)('%s', async (group) => {
    const differing: string[] = []
    const left = [...chosen(group).entries()]
    const work = async (yard: Yard): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) differing.push(...(await yard.compare(next[1], runnersFor(next[0]))))
    }
    await Promise.all(yards.map(work))
    const isKnown = (said: string): boolean => benignCommands.some(({ id, differs }) => differs !== null && said.startsWith(`${id} at level`))
    expect(differing.filter((said) => !isKnown(said))).toEqual([])
    if (isNightly) expect(new Set(differing.map((said) => said.split(' at level')[0]))).toEqual(new Set(chosen(group).filter(({ differs }) => differs !== null).map(({ id }) => id)))
  })
})
