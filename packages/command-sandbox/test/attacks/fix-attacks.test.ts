import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCommandRunner, createFixRunner, readCommandPolicy } from '../../src/index.ts'
import { levelsOf, type TestedLevel } from '../levels.ts'
import { createArena, type Arena } from './arena.ts'
import { typedFixAttacks } from './classes/typed-fixes.ts'
import type { FixAttack } from './fix-attack.ts'
import { isInstalled } from './run-attacks.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const { levels, missing } = await levelsOf(tmpdir())
let arena: Arena

beforeAll(async () => void (arena = await createArena()))
afterAll(async () => arena.remove())

const categories = ['git', 'file', 'python', 'node'] as const
const examples = { git: { category: 'git', op: 'abort_merge', args: {} }, file: { category: 'file', op: 'create', args: { path: 'x' } }, python: { category: 'python', op: 'check_syntax', args: { paths: ['x'] } }, node: { category: 'node', op: 'install', args: {} } } as const
/** Allows every fix: what holds an attack is not a rule that somebody may have left out. */
const openPolicy = readCommandPolicy(JSON.stringify({ version: 1, limits: { paths: 64, characters: 8000 }, rules: categories.map((category) => ({ name: category, verdict: 'allow', category, match: [examples[category]], not_match: [examples[category === 'git' ? 'file' : 'git']] })) }))

function filled(value: unknown): unknown {
  if (typeof value === 'string') return arena.fill(value)
  if (Array.isArray(value)) return value.map(filled)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)])) : value
}

async function problemsOf(attack: FixAttack, { level, isolation }: TestedLevel): Promise<readonly string[]> {
  const { id, fix, env, after, heldAt } = attack
  const hostile = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, arena.fill(value)]))
  arena.set(attack)
  const runner = createCommandRunner({ environment: { ...arena.environment, ...hostile }, probe: async () => isolation })
  const outcome = await createFixRunner({ runner, policy: openPolicy, root: arena.work, marker: `attack-${arena.fill('@TOKEN@')}:1:x`, timeoutMs: 20_000 }).run(filled(fix))
  const said = 'message' in outcome ? '' : outcome.stdout + outcome.stderr
  if (after !== '') await arena.runPlain(['sh', '-c', arena.fill(after)], {})
  const effects = (await arena.effects(said)).filter((effect) => effect !== 'survived')
  const isDenied = outcome.kind === 'denied'
  return [...(effects.length > 0 ? [`${id}: ${effects.join(' ')} at level ${level} (${outcome.kind})`] : []), ...(level < heldAt && !isDenied ? [`${id}: not denied at level ${level} but ${outcome.kind}`] : [])]
}

async function succeeds({ line, env, after, ...attack }: FixAttack): Promise<boolean> {
  arena.set(attack)
  const hostile = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, arena.fill(value)]))
  const said = await arena.runPlain(['sh', '-c', arena.fill(line)], hostile)
  if (after !== '') await arena.runPlain(['sh', '-c', arena.fill(after)], {})
  return (await arena.effects(said)).includes(attack.effect)
}

describe(`fixes that do harm as a line of the shell do none as they are typed${missing}`, { timeout: 600_000 }, () => {
  test.each(['wrote', 'ran', 'read'] as const)('%s', async (effect) => {
    const problems: string[] = []
    // in the usual profile every tenth
    const chosen = typedFixAttacks.filter((attack) => attack.effect === effect && attack.needs.every(isInstalled)).filter((_, index) => isNightly || index % 10 === 0)
    for (const attack of chosen) {
      if (!(await succeeds(attack))) problems.push(`${attack.id}: does not succeed unguarded`)
      for (const level of levels) problems.push(...(await problemsOf(attack, level)))
    }
    expect(problems).toEqual([])
  })
})

test('where no attack lies, a fix of git and of files is carried out: what holds an attack is not the ground it is tried on', async () => {
  for (const { isolation } of levels) {
    arena.set({ prepare: 'echo changed > a.txt' })
    const runner = createCommandRunner({ environment: arena.environment, probe: async () => isolation })
    const fixes = createFixRunner({ runner, policy: openPolicy, root: arena.work, marker: `attack-${arena.fill('@TOKEN@')}:1:x`, timeoutMs: 20_000 })
    const honest = [{ category: 'git', op: 'stage', args: { paths: ['a.txt'] } }, { category: 'file', op: 'create', args: { path: 'new.txt' } }]
    for (const fix of honest) expect(await fixes.run(fix)).toMatchObject({ kind: 'exited', exitCode: 0 })
  }
})
