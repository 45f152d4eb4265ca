import { expect } from 'vitest'
import { type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { capsOf, dataOf, endOf, failuresOf, outcomesOf } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

export const phaseCaps: Theme = {
  subject: 'caps of a phase',
  showings: {
    'tokens are what its category says, else what its complexity says': shows(
      ['cap phase.tokens.builder', 'category tokens', 'strategy phase.tokensByComplexity.low', 'strategy phase.tokensByComplexity.medium', 'strategy phase.tokensByComplexity.high'],
      async (stage) => {
        const model = await stage.model(answering(audit('approve')))
        const phases = ['low', 'medium', 'high', 'fixed'].map((id) => ({ id, ...built, ...(id === 'fixed' ? {} : { category: 'plain', complexity: id }) }))
        const setup = (limits: readonly number[]): Setup => ({
          phases,
          strategy: {
            tier: { tokenFactor: 100 },
            phase: { tokensByComplexity: { low: limits[0], medium: limits[1], high: limits[2] } },
            categories: { plain: { ...plainRow, tokens: undefined }, docs: { tokens: limits[3] } },
          },
          ...modelsAt(model),
        })
        const capped = await stage.run(setup([901, 902, 903, 904]))
        expect(dataOf(capped, 'cap-alert').map(({ cap, phase, limit }) => [cap, phase, limit])).toEqual([
          ['phase.tokens.builder', 'low', 901],
          ['phase.tokens.builder', 'medium', 902],
          ['phase.tokens.builder', 'high', 903],
          ['phase.tokens.builder', 'fixed', 904],
        ])
        expect(endOf(await stage.run(setup([50_000, 50_000, 50_000, 50_000])))).toBe('DONE_SUCCESS')
      },
    ),

    'builder and auditor have shares of their own': shows(
      ['cap phase.tokens.auditor', 'strategy phase.roleShare.builder', 'strategy phase.roleShare.auditor', 'failure budget'],
      async (stage) => {
        const model = await stage.model(answering(audit('approve')))
        const shared = (builder: number, auditor: number): Setup => ({
          phases: [{ id: 'a', ...built }],
          strategy: { phase: { roleShare: { builder, auditor } }, categories: { docs: { tokens: 100_000 } } },
          ...modelsAt({ ...model, auditor: true }),
        })
        const poorAuditor = await stage.run(shared(0.99, 0.01))
        expect(dataOf(poorAuditor, 'cap-alert')).toMatchObject([{ cap: 'phase.tokens.auditor', limit: 1000 }])
        expect(failuresOf(poorAuditor)).toEqual(['budget'])
        const poorBuilder = await stage.run(shared(0.01, 0.99))
        expect(dataOf(poorBuilder, 'cap-alert')).toMatchObject([{ cap: 'phase.tokens.builder', limit: 1000 }])
        expect(endOf(await stage.run(shared(0.5, 0.5)))).toBe('DONE_SUCCESS')
        expect((await stage.refusal(shared(0.5, 0.6))).problems.join()).toContain('must add up to 1')
      },
    ),

    'failed attempts are counted': shows(['cap phase.attempts', 'category builderAttempts', 'failure builder_error'], async (stage) => {
      for (const builderAttempts of [1, 3]) {
        const run = await stage.run({ phases: [{ id: 'a', builder: shell('exit 1') }], strategy: { categories: { docs: { builderAttempts } } } })
        expect(failuresOf(run)).toEqual(Array.from({ length: builderAttempts }, () => 'builder_error'))
        expect(run.view.phases['a']?.reason).toContain(`${builderAttempts} of ${builderAttempts} attempts failed`)
      }
    }),

    'audit rounds are counted': shows(['cap phase.auditRounds', 'category auditRounds', 'failure auditor_reject', 'failure blocked'], async (stage) => {
      const ran = async (auditRounds: number): ReturnType<typeof stage.run> => {
        const model = await stage.model(answering(audit('reject', 'major'), audit('approve')))
        return stage.run({ strategy: { categories: { docs: { auditRounds } } }, ...modelsAt({ ...model, auditor: true }) })
      }
      const once = await ran(1)
      expect([endOf(once), failuresOf(once), outcomesOf(once, 'audit').length]).toEqual(['DONE_FAILED_POLICY_VIOLATION', ['auditor_reject', 'blocked'], 1])
      const twice = await ran(2)
      expect([endOf(twice), failuresOf(twice), outcomesOf(twice, 'audit').length]).toEqual(['DONE_SUCCESS', ['auditor_reject'], 2])
    }),

    'its minutes end it, whoever sets them': shows(['cap phase.minutes', 'plan tiers.phases.timeout', 'strategy phase.minutes'], async (stage) => {
      const slow = { id: 'a', builder: shell('sleep 0.5; echo a > a.md') }
      for (const setup of [{ phases: [{ ...slow, timeout: 0.003 }] }, { phases: [slow], strategy: { phase: { minutes: 0.003 } } }]) {
        const run = await stage.run(setup)
        expect([endOf(run), capsOf(run), failuresOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['phase.minutes'], ['budget']])
      }
      expect(endOf(await stage.run({ phases: [{ ...slow, timeout: 1 }], strategy: { phase: { minutes: 0.003 } } }))).toBe('DONE_SUCCESS')
    }),

    'a part of its minutes is warned of': shows(['cap phase.minutes, warned of', 'strategy phase.warnAt', 'event cap-alert'], async (stage) => {
      const warned = async (warnAt: number): Promise<readonly string[]> => {
        const run = await stage.run({ phases: [{ id: 'a', timeout: 0.5, builder: shell('sleep 0.4; echo a > a.md') }], strategy: { phase: { warnAt } } })
        expect(endOf(run)).toBe('DONE_SUCCESS')
        return dataOf(run, 'cap-alert').map(({ cap, level }) => `${cap} ${level}`)
      }
      expect(await warned(0.01)).toEqual(['phase.minutes warn'])
      expect(await warned(0.99)).toEqual([])
    }),
  },
}

const plainRow = { complexity: 'low', ciProfile: 'normal', builderAttempts: 2, auditRounds: 1, minorFactor: 1, autoApply: true }
