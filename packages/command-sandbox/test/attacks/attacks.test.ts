import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCommandRunner, probeIsolation, type Isolation } from '../../src/index.ts'
import { createArena, type Arena } from './arena.ts'
import type { AttackCase } from './attack-case.ts'
import { attacks } from './attacks.ts'
import { isInstalled, tryAttack, type LevelledRunner } from './run-attacks.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const classes = [...new Set(attacks.map(({ attackClass }) => attackClass))]
const host = { platform: 'linux', temporary: tmpdir(), path: ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'] } as const

/** The probe finds no bubblewrap here, and whatever else there is. */
const tools = realpathSync(mkdtempSync(join(tmpdir(), 'attack-tools-')))
mkdirSync(join(tools, 'bin'))
for (const name of ['unshare', 'timeout', 'setpriv']) symlinkSync(join('/usr/bin', name), join(tools, 'bin', name))

const strongest = await probeIsolation(host)
const weak = await probeIsolation({ ...host, path: [join(tools, 'bin')] })
const hasBubblewrap = strongest.containment.kind === 'bubblewrap'

const runners: readonly LevelledRunner[] = [...(hasBubblewrap ? [runnerOf(3, strongest)] : []), runnerOf(1, weak)]
let arenas: readonly Arena[] = []

/** `level` as asked for by a project that wants attacks bounded: below it the answer is no. */
function runnerOf(level: 1 | 3, isolation: Isolation): LevelledRunner {
  return { level, create: ({ environment }, { heldAt }) => createCommandRunner({ environment, minimum: { ci: heldAt }, probe: async () => isolation }) }
}

beforeAll(async () => {
  arenas = await Promise.all([createArena(), createArena()])
})
afterAll(async () => {
  await Promise.all(arenas.map((arena) => arena.remove()))
  rmSync(tools, { recursive: true })
})

/** In the usual profile every eighth of a class. */
function chosen(attackClass: string): readonly AttackCase[] {
  return attacks.filter((attack) => attack.attackClass === attackClass).filter((_, index) => isNightly || index % 8 === 0)
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

const without = hasBubblewrap ? '' : ` (LEVEL 3 NOT TESTED on this host: ${strongest.degradedBecause.join(' ')})`

describe(`attacks that succeed unguarded have no effect when guarded${without}`, { timeout: 600_000 }, () => {
  test.each(classes)('%s', async (attackClass) => {
    expect(await problemsOf(chosen(attackClass))).toEqual([])
  })
})

test('what this host lacks is named, and is little', () => {
  const missing = attacks.filter(({ needs }) => !needs.every(isInstalled))
  expect(missing.length).toBeLessThan(attacks.length / 10)
})
