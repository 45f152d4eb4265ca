import { describe, expect, test } from 'vitest'
import { planText, policyText, strategyText } from '../test/fixtures.ts'
import { prepareRun } from './prepare-run.ts'
import { formatProblem } from './problem/problem.ts'

const phase = '- { id: one, category: docs, goal: x, scope: ["*.json"] }'

function prepare(plan: string, project: string | null = null, policy = policyText): ReturnType<typeof prepareRun> {
  return prepareRun({
    plan: { text: plan, file: 'plan.yaml' },
    project: project === null ? null : { text: project, file: 'config.yaml' },
    shipped: { strategy: { text: strategyText, file: 'strategy.yaml' }, policy: { text: policy, file: 'policy.yaml' } },
    flags: { usd: 2 },
    watched: false,
    auditorAvailable: false,
  })
}

test('from texts to everything a run freezes', () => {
  expect(prepare(planText(phase, 'runType: maintenance'), 'version: 1\nci: { normal: [{ run: ["t"] }] }\npolicy: { allowPaths: ["a.json"] }')).toMatchObject({
    kind: 'prepared',
    document: { kind: 'plan', file: 'plan.yaml' },
    resolved: { budget: { usd: { value: 2, layer: 'flag' } } },
    strategy: { runType: 'maintenance', caps: { nanoUsd: 2_000_000_000 }, tiers: [{ phases: [{ id: 'one', ci: { entries: [{ run: ['t'] }] } }] }] },
    policy: { classes: [{ name: 'security' }, { name: 'config', verdict: 'deny' }, { name: 'source' }], allowPaths: ['a.json'] },
  })
})

describe('or everything that is wrong with them', () => {
  const problems = (...texts: Parameters<typeof prepare>): string[] => {
    const prepared = prepare(...texts)
    return prepared.kind === 'invalid' ? prepared.problems.map(formatProblem) : []
  }

  test('each text in itself', () => {
    expect(problems('version: 1', 'version: 2', 'version: 3').map((line) => line.replace(/:.*/, ''))).toEqual(
      expect.arrayContaining(['plan.yaml', 'config.yaml', 'policy.yaml']),
    )
  })

  test('and how they fit together', () => {
    expect(problems(planText(phase, 'budget: {}'), 'version: 1\npolicy: { autoApply: [nothing] }')).toEqual([
      expect.stringContaining('plan.yaml:7:30 tiers[0].phases[0].category: no CI is configured'),
      expect.stringContaining('config.yaml:2:23 policy.autoApply[0]: there is no category `nothing`'),
    ])
  })
})
