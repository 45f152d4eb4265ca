import { expect } from 'vitest'
import type { Document } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const limit = (amount: Document): Document => ({ ...amount, window: { kind: 'anchored', minutes: 60 } })

/** Runs one phase built by a model, under limits on requests and money. */
async function built1(stage: Stage, ...options: readonly string[]): Promise<void> {
  const base = modelsAt({ ...(await stage.model(answering(audit('approve')))), price: { input: 1, output: 4 } })
  const models = { ...base.models, limits: { calls: limit({ requests: 4 }), spent: limit({ usd: 5 }) } }
  await stage.command('run', stage.writePlan({ phases: [{ id: 'a', ...built }], ...base, models }), '--run-id', 'r', ...options)
}

export const quotaCommands: Theme = {
  subject: 'commands about quotas and routes',
  showings: {
    'tell what is left of each limit, and count what was used elsewhere': shows(
      ['command autopack quota show', 'option autopack quota show --json', 'command autopack quota adjust', 'argument autopack quota adjust [limit]', 'argument autopack quota adjust [amount]', 'option autopack quota adjust --note', 'option autopack quota show --repo', 'option autopack quota adjust --repo'],
      async (stage) => {
        await built1(stage)
        expect((await stage.command('quota', 'show')).stdout).toMatch(/calls +25 % +1 requests of 4 requests/)
        expect(await stage.command('quota', 'adjust', 'calls', '2', '--note', 'by hand')).toMatchObject({ code: 0, stdout: expect.stringContaining('3 requests of 4') })
        expect(await stage.command('quota', 'adjust', 'spent', '1.5')).toMatchObject({ code: 0 })
        const states = (await stage.command('quota', 'show', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line))
        expect(states).toMatchObject([{ limit: 'calls', used: 3, hard: 4 }, { limit: 'spent', unit: 'usd' }])
        expect(states[1].used).toBeGreaterThan(1_500_000_000)
        const away = async (...args: readonly string[]): Promise<number> => (await stage.commandIn({ cwd: stage.folder }, 'quota', ...args)).code
        expect([await away('show'), await away('show', '--repo', stage.root)]).toEqual([75, 0])
        expect([await away('adjust', 'calls', '1'), await away('adjust', 'calls', '1', '--repo', stage.root)]).toEqual([75, 0])
        expect(await stage.command('quota', 'adjust', 'nothing', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('no limit nothing') })
      },
    ),

    'find the run that they are about, from anywhere': shows(['explain', 'simulate'].flatMap((command) => [`option autopack ${command} --repo`, `option autopack ${command} --state`]), async (stage) => {
      const state = `${stage.folder}/state`
      await built1(stage, '--state', state)
      const file = `${stage.root}/.autopack/models.yaml`
      for (const args of [['explain', 'a', 'r'], ['simulate', 'r', '--models', file]]) {
        const said = async (...options: readonly string[]): Promise<string> => (await stage.commandIn({ cwd: stage.folder }, ...args, ...options)).stdout
        expect([await said('--state', state), await said('--repo', stage.root)]).toEqual(['', ''])
        expect(await said('--repo', stage.root, '--state', state)).toContain('writer')
      }
    }),

    'say why a call went where it did, and where it would go under another models.yaml': shows(
      ['command autopack explain', 'argument autopack explain [call]', 'argument autopack explain [run]', 'command autopack simulate', 'argument autopack simulate [run]', 'option autopack simulate --models'],
      async (stage) => {
        await built1(stage)
        const explained = (await stage.command('explain', 'a', 'r')).stdout
        expect(explained).toMatch(/writer +taken +builder, low complexity/)
        const call = explained.split('\n')[0]?.trim() ?? ''
        expect((await stage.command('explain', call)).stdout).toBe(explained)
        expect(await stage.command('explain', 'nothing', 'r')).toMatchObject({ code: 2 })
        const server = await stage.model(answering(audit('approve')))
        const { models } = modelsAt(server)
        const other = { version: 1, escalateAfter: 1, ...models, roles: { builder: { low: ['reader'], medium: ['reader'], high: ['reader'] } } }
        const file = stage.write('other.yaml', JSON.stringify(other))
        expect((await stage.command('simulate', 'r', '--models', file)).stdout).toMatch(/writer +reader[^]*unknown: what reader would have answered/)
        expect((await stage.command('simulate', '--models', 'nowhere.yaml')).code).toBe(2)
      },
    ),
  },
}
