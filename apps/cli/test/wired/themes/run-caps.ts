import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { capsOf, decided, endOf } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

/** The same value written in the plan, in the project's file and in what is shipped. */
function layers(key: string, value: number): readonly Pick<Setup, 'plan' | 'project' | 'strategy'>[] {
  return [{ plan: { budget: { [key]: value } } }, { project: { budget: { [key]: value } } }, { strategy: { run: { [key]: value } } }]
}

const files = (key: string): readonly string[] => [`plan budget.${key}`, `project-config budget.${key}`, `strategy run.${key}`]

const metered = (url: string): Setup => ({ phases: [{ id: 'a', ...built }], ...modelsAt({ url, price: { input: 1, output: 4 } }) })

const loses = (...tests: readonly string[]): Document => ({ id: 'a', ci: 'normal', builder: shell(`rm ${tests.map((test) => `checks/${test}.tap`).join(' ')}`) })

/** Nothing is sent that could pass a cap. */
async function stopsCalls(stage: Stage, key: 'tokens' | 'usd', least: number): Promise<void> {
  const model = await stage.model(answering(audit('approve')))
  for (const layer of layers(key, least)) {
    const run = await stage.run({ ...metered(model.url), ...layer })
    expect([endOf(run), capsOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', [`run.${key}`]])
  }
  expect(model.requests).toEqual([])
  expect(endOf(await stage.run(metered(model.url)))).toBe('DONE_SUCCESS')
  expect(model.requests).toHaveLength(1)
}

export const runCaps: Theme = {
  subject: 'caps of a run',
  showings: {
    'no call is sent that could pass the token cap': shows([...files('tokens'), 'cap run.tokens', 'run DONE_FAILED_BUDGET_EXHAUSTED'], (stage) => stopsCalls(stage, 'tokens', 1000)),

    'no call is sent that could pass the money cap': shows([...files('usd'), 'cap run.usd'], (stage) => stopsCalls(stage, 'usd', 0.000_001)),

    'minutes of work end a run': shows([...files('minutes'), 'cap run.minutes'], async (stage) => {
      const slow: Setup = { phases: [{ id: 'a', builder: shell('sleep 0.2; echo a > a.md') }] }
      for (const layer of layers('minutes', 0.002)) {
        const run = await stage.run({ ...slow, ...layer })
        expect([endOf(run), capsOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['run.minutes']])
      }
      expect(endOf(await stage.run(slow))).toBe('DONE_SUCCESS')
    }),

    'what is under way when they are over is ended': shows(['plan budget.minutes', 'cap run.minutes', 'effect setup', 'effect baseline', 'effect build'], async (stage) => {
      const sleep = ['sleep', '60']
      const late: readonly Setup[] = [
        { phases: [{ id: 'a', builder: shell('echo a > a.md; sleep 60') }] },
        { phases: [{ id: 'a', ci: [{ run: sleep }] }] },
        { phases: [{ id: 'a', ci: 'normal' }], plan: { workspace: { setup: [{ run: sleep }] } } },
      ]
      for (const setup of late) {
        const run = await stage.run({ ...setup, plan: { ...setup.plan, budget: { minutes: 0.02 } } })
        expect([endOf(run), capsOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['run.minutes']])
        expect(run.view.spent.durationMs).toBeLessThan(20_000)
      }
    }),

    'a plan with more phases than a run may hold is refused': shows([...files('phases'), 'cap run.phases'], async (stage) => {
      const phases = [{ id: 'a' }, { id: 'b' }]
      for (const layer of layers('phases', 1)) {
        const refused = await stage.refusal({ phases, ...layer })
        expect([refused.because, refused.problems.join()]).toEqual(['invalid', expect.stringContaining('a run may hold 1')])
      }
      expect(endOf(await stage.run({ phases, plan: { budget: { phases: 2 } } }))).toBe('DONE_SUCCESS')
    }),

    'minor issues beyond the tolerance end a run': shows(
      ['plan budget.minorIssues', 'project-config budget.minorIssues', 'strategy run.minorIssuesPerPhase', 'cap run.minorIssues', 'event issue-record'],
      async (stage) => {
        const phases = [loses('one', 'two')]
        for (const layer of [{ plan: { budget: { minorIssues: 1 } } }, { project: { budget: { minorIssues: 1 } } }, { strategy: { run: { minorIssuesPerPhase: 1 } } }]) {
          const run = await decided(await stage.run({ phases, ...layer }), 'approve')
          expect([endOf(run), capsOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['run.minorIssues']])
        }
        expect(endOf(await decided(await stage.run({ phases, plan: { budget: { minorIssues: 2 } } }), 'approve'))).toBe('DONE_SUCCESS')
      },
    ),
  },
}
