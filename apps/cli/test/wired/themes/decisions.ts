import { expect } from 'vitest'
import type { Ran } from '../../shell.ts'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const asking: Document = { id: 'ask', builder: shell('echo "{}" > package.json') }
const failing: Document = { id: 'fail', builder: shell('exit 1') }

const run = (stage: Stage, name: string, setup: Setup, ...options: readonly string[]): Promise<Ran> => stage.command('run', stage.writePlan(setup), '--run-id', name, ...options)

export const decisions: Theme = {
  subject: 'commands that decide',
  showings: {
    'approve and reject decide one approval, and say why': shows(
      ['approve', 'reject'].flatMap((command) => [`command autopack ${command}`, `argument autopack ${command} [run]`, `argument autopack ${command} [approval]`, `option autopack ${command} --note`]),
      async (stage) => {
        await run(stage, 'r', { phases: [asking, { id: 'also', builder: shell('echo x > .npmrc') }] })
        expect(await stage.command('approve', 'r')).toMatchObject({ code: 2, stderr: expect.stringContaining('Name the approval') })
        expect(await stage.command('approve', 'r', 'ask-1', '--note', 'fine')).toMatchObject({ code: 0 })
        expect(await stage.command('reject', 'r', 'also-1', '--note', 'not here')).toMatchObject({ code: 0 })
        expect((await stage.command('resume', 'r')).code).toBe(1)
        const events = (await stage.command('watch', 'r', '--json')).stdout.split('\n').filter((line) => line.includes('"approval-decide"')).map((line) => JSON.parse(line).data)
        expect(events).toMatchObject([{ approval: 'ask-1', decision: 'approve', by: 'ann', note: 'fine' }, { approval: 'also-1', decision: 'reject', note: 'not here' }])
        expect([stage.git('show', 'autopack/r:package.json'), stage.git('show', 'autopack/r:.npmrc')]).toEqual(['{}', null])
      },
    ),

    'cancel ends a run for good, and says why': shows(['command autopack cancel', 'argument autopack cancel [run]', 'option autopack cancel --note', 'event run-cancel'], async (stage) => {
      await run(stage, 'one', { phases: [asking] })
      await run(stage, 'two', { phases: [asking] })
      expect(await stage.command('cancel', 'one', '--note', 'wrong plan')).toMatchObject({ code: 0 })
      expect((await stage.command('show', 'one')).stdout).toContain('cancelled by ann: wrong plan')
      expect((await stage.command('show', 'two')).stdout).toContain('waiting for a person')
    }),

    'rollback takes phases off the branch, down to the one named': shows(['command autopack rollback', 'argument autopack rollback [run]', 'argument autopack rollback [phase]', 'effect rollback'], async (stage) => {
      await run(stage, 'r', { phases: ['a', 'b', 'c', 'd'].map((id) => ({ id })) })
      const kept = (): readonly string[] => ['a', 'b', 'c', 'd'].filter((id) => stage.git('cat-file', '-e', `autopack/r:${id}.md`) !== null)
      expect([(await stage.command('rollback', 'r')).code, kept()]).toEqual([0, ['a', 'b', 'c']])
      expect([(await stage.command('rollback', 'r', 'b')).code, kept()]).toEqual([0, ['a']])
    }),

    'promote moves a branch forward, by default the one the run began on': shows(['command autopack promote', 'argument autopack promote [run]', 'option autopack promote --target', 'effect promote'], async (stage) => {
      await run(stage, 'r', {})
      await run(stage, 'other', { phases: [failing] })
      const before = stage.git('rev-parse', 'main')
      expect(await stage.command('promote', 'other')).toMatchObject({ code: 1, stderr: expect.stringMatching(/done with success is promoted; this one has failed/) })
      expect([(await stage.command('promote', 'r', '--target', 'release')).code, stage.git('rev-parse', 'main'), stage.git('rev-parse', 'release')]).toEqual([0, before, stage.git('rev-parse', 'autopack/r')])
      expect([(await stage.command('promote', 'r')).code, stage.git('rev-parse', 'main')]).toEqual([0, stage.git('rev-parse', 'autopack/r')])
    }),
  },
}
