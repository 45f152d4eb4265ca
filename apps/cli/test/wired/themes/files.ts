import { expect } from 'vitest'
import { capsOf, endOf } from '../stage/run.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { shows, type Theme } from '../theme.ts'

export const files: Theme = {
  subject: 'files of configuration',
  showings: {
    'are of a version, and of no other': shows(['plan', 'project-config', 'strategy', 'policy', 'models', 'pricing'].map((file) => `${file} version=1`), async (stage) => {
      for (const file of ['plan', 'project', 'strategy', 'policy'] as const) {
        expect((await stage.refusal({ [file]: { version: 2 } })).problems.join()).toMatch(/version: .*`1`/)
      }
      for (const file of ['models', 'pricing'] as const) {
        await expect(stage.refusal({ [file]: { version: 2 } })).rejects.toMatchObject({ code: 'AUTOPACK_CONFIGURATION_INVALID' })
      }
      expect(endOf(await stage.run({ project: {} }))).toBe('DONE_SUCCESS')
    }),

    'give way: flag before plan before project before what is shipped': shows(['plan budget.tokens', 'project-config budget.tokens', 'strategy run.tokens'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const little = 1000
      const much = 1_000_000
      const reached = async (shipped: number, project: number, plan: number, flag: number): Promise<boolean> => {
        const setup = { phases: [{ id: 'a', ...built }], strategy: { run: { tokens: shipped } }, project: { budget: { tokens: project } }, plan: { budget: { tokens: plan } }, ...modelsAt(server) }
        return capsOf(await stage.run(setup, { flags: { tokens: flag } })).includes('run.tokens')
      }
      expect(await reached(much, much, much, little)).toBe(true)
      expect(await reached(little, little, little, much)).toBe(false)
      const withoutFlag = { phases: [{ id: 'a', ...built }], strategy: { run: { tokens: little } }, project: { budget: { tokens: little } }, plan: { budget: { tokens: much } }, ...modelsAt(server) }
      expect(capsOf(await stage.run(withoutFlag))).toEqual([])
      expect(capsOf(await stage.run({ ...withoutFlag, project: { budget: { tokens: much } }, plan: {} }))).toEqual([])
    }),
  },
}
