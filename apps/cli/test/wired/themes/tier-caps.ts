import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { capsOf, dataOf, decided, endOf, failuresOf } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

/** A phase whose change takes two tests away: two minor issues, and green; a person lets it pass. */
const losesTwo: Document = { id: 'a', ci: 'normal', builder: shell('rm checks/one.tap checks/two.tap') }

/** Runs a plan to its success and says what becomes of its promotion. */
async function promotionOf(stage: Stage, setup: Setup): Promise<string> {
  const run = await decided(await stage.run(setup), 'approve')
  expect(endOf(run)).toBe('DONE_SUCCESS')
  const { kind, message } = await run.autopack.promote(run.name, { target: `promoted/${run.name}` })
  expect(stage.git('rev-parse', '--verify', '--quiet', `refs/heads/promoted/${run.name}`) === null).toBe(kind === 'refused')
  return kind === 'refused' ? message : kind
}

export const tierCaps: Theme = {
  subject: 'caps of a tier',
  showings: {
    'tokens are the sum of its phases’ caps times a factor': shows(['strategy tier.tokenFactor', 'cap tier.tokens'], async (stage) => {
      const model = await stage.model(answering(audit('approve')))
      const setup: Setup = { phases: [{ id: 'a', ...built }], ...modelsAt(model) }
      const run = await stage.run({ ...setup, strategy: { tier: { tokenFactor: 0.001 } } })
      expect([endOf(run), capsOf(run), failuresOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['tier.tokens'], ['budget']])
      expect(dataOf(run, 'cap-alert')).toMatchObject([{ tier: 'base', phase: 'a', limit: 200 }])
      expect(endOf(await stage.run(setup))).toBe('DONE_SUCCESS')
    }),

    'CI runs are counted over its phases': shows(['strategy tier.ciRunsPerPhase', 'cap tier.ciRuns'], async (stage) => {
      const setup: Setup = { phases: [{ id: 'a', ci: 'normal', builder: shell('echo "not ok - two" > checks/two.tap') }] }
      const capped = await stage.run({ ...setup, strategy: { tier: { ciRunsPerPhase: 1 } } })
      expect([capsOf(capped), failuresOf(capped)]).toEqual([['tier.ciRuns'], ['ci_fail', 'budget']])
      const free = await stage.run(setup)
      expect([capsOf(free), failuresOf(free)]).toEqual([[], ['ci_fail', 'ci_fail']])
    }),

    'minor issues beyond the tolerance of its safety profile keep a run from being promoted': shows(
      [
        'cap tier.minorIssues',
        'strategy tier.minorFactor.normal',
        'strategy tier.minorFactor.safety_critical',
        ...['normal', 'safety_critical'].flatMap((profile) => ['plan safetyProfile', 'project-config safetyProfile', 'strategy run.safetyProfile'].map((key) => `${key}=${profile}`)),
        'effect promote',
      ],
      async (stage) => {
        const phases = [losesTwo]
        const critical = 'safety_critical'
        const refused = 'Tier base has 2 minor issues and may have 1'
        expect(await promotionOf(stage, { phases })).toBe('done')
        expect(await promotionOf(stage, { phases, strategy: { tier: { minorFactor: { normal: 0.5 } } } })).toContain(refused)
        expect(await promotionOf(stage, { phases, plan: { safetyProfile: critical } })).toContain(refused)
        expect(await promotionOf(stage, { phases, project: { safetyProfile: critical } })).toContain(refused)
        expect(await promotionOf(stage, { phases, strategy: { run: { safetyProfile: critical } } })).toContain(refused)
        expect(await promotionOf(stage, { phases, strategy: { run: { safetyProfile: critical }, tier: { minorFactor: { safety_critical: 1 } } } })).toBe('done')
        expect(await promotionOf(stage, { phases, plan: { safetyProfile: 'normal' }, project: { safetyProfile: critical } })).toBe('done')
        expect(await promotionOf(stage, { phases, project: { safetyProfile: 'normal' }, strategy: { run: { safetyProfile: critical } } })).toBe('done')
      },
    ),

    'a category says how many minor issues its phases add to the tolerance': shows(['category minorFactor'], async (stage) => {
      expect(await promotionOf(stage, { phases: [losesTwo], strategy: { categories: { docs: { minorFactor: 1 } } } })).toContain('2 minor issues and may have 1')
      expect(await promotionOf(stage, { phases: [losesTwo], strategy: { categories: { docs: { minorFactor: 2 } } } })).toBe('done')
    }),

    'one major issue keeps a run from being promoted, unless more are tolerated': shows(['cap tier.majorIssues', 'strategy tier.majorIssues'], async (stage) => {
      const model = await stage.model(answering(audit('approve', 'major')))
      const setup: Setup = { ...modelsAt({ ...model, auditor: true }) }
      expect(await promotionOf(stage, setup)).toContain('Tier base has 1 major issue and may have 0')
      expect(await promotionOf(stage, { ...setup, strategy: { tier: { majorIssues: 1 } } })).toBe('done')
    }),
  },
}
