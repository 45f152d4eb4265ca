import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { shell } from '../stage/documents.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const commands = ['run', 'resume', 'retry', 'approve', 'reject', 'pause', 'cancel', 'rollback', 'promote', 'watch', 'runs', 'show', 'diff', 'logs', 'issues', 'usage', 'check', 'gc']

export const locations: Theme = {
  subject: 'commands about runs',
  showings: {
    'find the repository and the state that are named, from anywhere': shows(commands.flatMap((command) => [`option autopack ${command} --repo`, `option autopack ${command} --state`]), fromAnywhere),
  },
}

/** Each command of a life of runs, from a folder without a repository, with a state apart: it works with both options, and not without either. */
async function fromAnywhere(stage: Stage): Promise<void> {
  const cwd = join(stage.folder, 'elsewhere')
  const state = join(stage.folder, 'state')
  mkdirSync(cwd)
  const good = stage.writePlan({ phases: [{ id: 'a' }, { id: 'b' }] })
  const ask = stage.writePlan({ phases: [{ id: 'ask', builder: shell('echo "{}" > package.json') }] })
  const steps: readonly (readonly [readonly string[], number])[] = [
    [['run', good, '--run-id', 'good'], 0],
    [['run', ask, '--run-id', 'asks'], 3],
    [['run', ask, '--run-id', 'refused'], 3],
    [['show', 'good'], 0],
    [['diff', 'good'], 0],
    [['logs', 'good'], 0],
    [['issues', 'good'], 0],
    [['usage', 'good'], 0],
    [['watch', 'good'], 0],
    [['pause', 'asks'], 0],
    [['approve', 'asks'], 0],
    [['resume', 'asks'], 0],
    [['reject', 'refused'], 0],
    [['cancel', 'refused'], 0],
    [['retry', 'refused', '--run-id', 'anew'], 3],
    [['rollback', 'good'], 0],
    [['promote', 'asks'], 0],
  ]
  for (const [args, code] of steps) {
    if (args[0] !== 'run') expect(await stage.commandIn({ cwd }, ...args, '--repo', stage.root), `${args.join(' ')} without --state`).toMatchObject({ code: 2 })
    expect(await stage.commandIn({ cwd }, ...args, '--state', state), `${args.join(' ')} without --repo`).toMatchObject({ code: 75 })
    const ran = await stage.commandIn({ cwd }, ...args, '--repo', stage.root, '--state', state)
    expect([ran.code, ran.stderr], args.join(' ')).toEqual([code, expect.any(String)])
  }
  const saying = async (...args: readonly string[]): Promise<string> => (await stage.commandIn({ cwd }, ...args)).stdout
  for (const [command, word] of [['runs', 'good'], ['check', state], ['gc', 'candidates']] as const) {
    expect(await saying(command, '--repo', stage.root), command).not.toContain(word)
    expect(await saying(command, '--state', state), command).not.toContain(word)
    expect(await saying(command, '--repo', stage.root, '--state', state), command).toContain(word)
  }
}
