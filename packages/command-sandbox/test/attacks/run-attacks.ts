import { execFileSync } from 'node:child_process'
import type { CommandRunner } from '@autopack/contracts'
import { outputLimit, type Arena } from './arena.ts'
import type { AttackCase, Effect } from './attack-case.ts'
import { endMarked } from './marked-processes.ts'

export interface LevelledRunner {
  readonly level: 1 | 3 | 4
  readonly create: (arena: Arena, attack: AttackCase) => CommandRunner
}

/** First unguarded, where it must succeed, then by each runner, where nothing may happen. Null: as it should be. */
export async function tryAttack(attack: AttackCase, arena: Arena, runners: readonly LevelledRunner[]): Promise<readonly string[]> {
  const missing = attack.needs.filter((program) => !isInstalled(program))
  if (missing.length > 0) return []
  const argv = attack.argv.map(arena.fill) as [string, ...string[]]
  const env = Object.fromEntries(Object.entries(attack.env).map(([name, value]) => [name, arena.fill(value)]))
  arena.set(attack)
  const said = await arena.runPlain(argv, env)
  const unguarded = await effectsIn(arena, attack, said)
  endMarked(arena.fill('@TOKEN@'))
  if (!unguarded.includes(attack.effect)) return [`${attack.id}: does not succeed unguarded (${unguarded.join(' ') || 'no effect'}): ${said.slice(-300)}`]
  const problems: string[] = []
  for (const { level, create } of runners) {
    arena.set(attack)
    const outcome = await create(arena, attack).run({ use: 'ci', argv, cwd: arena.work, writable: [arena.work], readable: [], env, network: false, timeoutMs: 5000, outputLimit, marker: `attack-${arena.fill('@TOKEN@')}:1:x` })
    const output = 'message' in outcome ? outcome.message : outcome.stdout + outcome.stderr
    const effects = await effectsIn(arena, attack, output)
    endMarked(arena.fill('@TOKEN@'))
    if (effects.length > 0) problems.push(`${attack.id}: ${effects.join(' ')} at level ${level} (${outcome.kind})`)
    const isDenied = outcome.kind === 'denied'
    if (level < attack.heldAt && !isDenied) problems.push(`${attack.id}: not denied at level ${level} but ${outcome.kind}`)
    if (level >= attack.heldAt && isDenied) problems.push(`${attack.id}: denied at level ${level}, which proves nothing: ${output}`)
  }
  return problems
}

async function effectsIn(arena: Arena, attack: AttackCase, output: string): Promise<readonly Effect[]> {
  const effects = await arena.effects(output)
  return attack.effect === 'survived' ? effects : effects.filter((effect) => effect !== 'survived')
}

const installed = new Map<string, boolean>()

export function isInstalled(program: string): boolean {
  const known = installed.get(program)
  if (known !== undefined) return known
  let found = true
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
  } catch {
    found = false
  }
  installed.set(program, found)
  return found
}
