import { expect } from 'vitest'
import { type Document, type Setup } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { dataOf, endOf, failuresOf } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const row: Document = { complexity: 'low', ciProfile: 'normal', builderAttempts: 2, auditRounds: 1, minorFactor: 1, autoApply: true }

/** Which model is asked for each phase, where each complexity has one of its own. */
async function modelsFor(stage: Stage, setup: Setup): Promise<Readonly<Record<string, string>>> {
  const { url } = await stage.model(answering(audit('approve')))
  const one = (name: string): Document => ({ provider: 'scripted', name, family: 'north', billing: 'free', maxOutputTokens: 4096 })
  const models = {
    providers: { scripted: { kind: 'openai', baseUrl: url } },
    models: { small: one('small-1'), middle: one('middle-1'), large: one('large-1') },
    roles: { builder: { low: ['small'], medium: ['middle'], high: ['large'] } },
  }
  const run = await stage.run({ ...setup, models })
  expect(endOf(run)).toBe('DONE_SUCCESS')
  return Object.fromEntries(dataOf(run, 'call-start').map(({ phase, model }) => [phase, model]))
}

const complexities = { low: 'small', medium: 'middle', high: 'large' } as const

export const categories: Theme = {
  subject: 'the category and the complexity of a phase',
  showings: {
    'a phase is as hard as it says, which chooses the model': shows(Object.keys(complexities).flatMap((complexity) => [`plan tiers.phases.complexity=${complexity}`, `models roles.builder.${complexity}`]), async (stage) => {
      // none of them is what its category says by itself
      const hard = Object.keys(complexities).map((complexity) => ({ id: complexity, complexity, category: complexity === 'low' ? 'feature_scaffolding' : 'docs', ...built }))
      expect(await modelsFor(stage, { phases: [...hard, { id: 'unsaid', ...built }] })).toEqual({ ...complexities, unsaid: 'small' })
    }),

    'a phase is of a category, which may tell kinds apart': shows(
      [
        'plan tiers.phases.category',
        'strategy categories.*',
        'project-config categories.*',
        ...['low', 'medium', 'high'].flatMap((level) => [`category complexity=${level}`, `category complexity.*=${level}`]),
        ...['additive', 'destructive', 'internal', 'remote', 'patch', 'minor', 'major'].flatMap((kind) => [`plan tiers.phases.subkind=${kind}`, `category complexity.${kind}`]),
      ],
      async (stage) => {
        const kinds = { additive: 'low', destructive: 'high', internal: 'medium', remote: 'high', patch: 'low', minor: 'medium', major: 'high' } as const
        const plain = Object.fromEntries(Object.keys(complexities).map((complexity) => [`plain_${complexity}`, { ...row, complexity }]))
        const byKind = Object.keys(kinds).map((subkind) => ({ id: subkind, category: 'split', subkind, ...built }))
        const byCategory = Object.keys(complexities).map((complexity) => ({ id: complexity, category: `plain_${complexity}`, ...built }))
        const asked = Object.fromEntries(Object.entries(kinds).map(([kind, complexity]) => [kind, complexities[complexity]]))
        expect(await modelsFor(stage, { phases: byKind, project: { categories: { split: { ...row, complexity: kinds } } } })).toEqual(asked)
        expect(await modelsFor(stage, { phases: byCategory, strategy: { categories: plain } })).toEqual(complexities)
        expect((await stage.refusal({ phases: byKind })).problems.join()).toContain('there is no category `split`')
        const shippedAnew: Setup = { phases: [{ id: 'a', ...built }], project: { categories: { docs: { ...row, complexity: 'high' } } } }
        expect(await modelsFor(stage, shippedAnew)).toEqual({ a: 'large' })
      },
    ),

    'a phase is audited as its category’s profile says, and must be': shows(['category auditorProfile'], async (stage) => {
      const model = await stage.model(answering(audit('approve')))
      const profiled = (auditor: boolean): Setup => ({ strategy: { categories: { docs: { auditorProfile: 'schema_review' } } }, ...modelsAt({ ...model, auditor }) })
      const blocked = await stage.run(profiled(false))
      expect([endOf(blocked), failuresOf(blocked)]).toEqual(['DONE_FAILED_POLICY_VIOLATION', ['blocked']])
      expect(endOf(await stage.run(profiled(true)))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run(modelsAt({ ...model, auditor: true })))).toBe('DONE_SUCCESS')
      expect(model.requests.map(({ prompt }) => prompt.includes('compatibility of data and interfaces'))).toEqual([true, false])
    }),

    'a phase of high risk is stopped by any major finding': shows(['category highRisk', 'failure auditor_reject'], async (stage) => {
      const model = await stage.model(answering(audit('approve', 'major')))
      const risky = (highRisk: boolean): Setup => ({ strategy: { categories: { docs: { highRisk, builderAttempts: 1 } } }, ...modelsAt({ ...model, auditor: true }) })
      expect(failuresOf(await stage.run(risky(true)))).toEqual(['auditor_reject'])
      expect(failuresOf(await stage.run(risky(false)))).toEqual([])
    }),
  },
}
