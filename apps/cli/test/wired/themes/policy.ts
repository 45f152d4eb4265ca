import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { dataOf, endOf, failuresOf, messagesOf } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const touches = (path: string): Document => ({ id: 'a', builder: shell(`mkdir -p "$(dirname ${path})"; echo ${path.endsWith('.json') ? '{}' : 'x'} > ${path}`) })

/** What becomes of a change of one file: it passes, waits, or is refused. */
async function fateOf(stage: Stage, path: string, setup: Setup = {}): Promise<string> {
  return endOf(await stage.run({ phases: [touches(path)], ...setup }))
}

const passes = 'DONE_SUCCESS'
const waits = 'waiting for approval'
const fails = 'DONE_FAILED_POLICY_VIOLATION'

export const policy: Theme = {
  subject: 'what may be changed',
  showings: {
    'a run type is a table of what asks': shows(
      ['project_build', 'maintenance', 'self_upgrade'].flatMap((type) => [`plan runType=${type}`, `strategy run.runType=${type}`, `policy runTypes.${type}`]),
      async (stage) => {
        // what tells the three apart: source asks where no person's plan covers it, and what a project grants is not granted to Autopack's own upgrade
        const phases = [{ ...touches('src/x.js'), id: 'source' }, { ...touches('.npmrc'), id: 'granted' }]
        const asking = async (setup: Setup): Promise<readonly string[]> => dataOf(await stage.run({ phases, project: { policy: { allowPaths: ['.npmrc'] } }, ...setup }), 'approval-request').map(({ approval }) => approval.phase)
        const expected = { project_build: [], maintenance: ['source'], self_upgrade: ['source', 'granted'] } as const
        for (const [runType, asked] of Object.entries(expected)) {
          expect(await asking({ plan: { runType } }), runType).toEqual(asked)
          expect(await asking({ strategy: { run: { runType } } }), runType).toEqual(asked)
        }
        expect(await asking({ plan: { runType: 'project_build' }, strategy: { run: { runType: 'maintenance' } } })).toEqual([])
      },
    ),

    'the first class that matches a path gives the verdict': shows(
      ['policy classes.*', 'policy runTypes.*.*=allow', 'policy runTypes.*.*=ask', 'policy runTypes.*.*=deny', 'failure guardrail', 'run DONE_FAILED_POLICY_VIOLATION'],
      async (stage) => {
        const everywhere = { notes: 'ask', locked: 'deny', rest: 'allow' }
        const own: Setup = { policy: { classes: { git: undefined, ...shippedClassesGone, notes: ['notes/**'], locked: ['**/locked/**'], rest: ['**'] }, runTypes: Object.fromEntries(['project_build', 'maintenance', 'self_upgrade'].map((type) => [type, { ...verdictsGone, ...everywhere }])) } }
        expect(await fateOf(stage, 'notes/locked/x.md', own)).toBe(waits)
        expect(await fateOf(stage, 'locked/x.md', own)).toBe(fails)
        expect(await fateOf(stage, 'package.json', own)).toBe(passes)
        expect(await fateOf(stage, 'package.json')).toBe(waits)
      },
    ),

    'a plan that must deliver what is denied is refused before anything runs': shows(['policy runTypes.*.*=deny', 'plan tiers.phases.deliverables'], async (stage) => {
      const refused = await stage.refusal({ phases: [{ ...touches('docs/x.md'), deliverables: ['docs/x.md'] }], policy: { runTypes: { project_build: { docs: 'deny' } } } })
      expect([refused.because, refused.problems.join()]).toEqual(['policy', expect.stringContaining('docs/x.md')])
    }),

    'a project grants paths that would ask': shows(['project-config policy.allowPaths'], async (stage) => {
      expect(await fateOf(stage, 'package.json', { project: { policy: { allowPaths: ['package.json'] } } })).toBe(passes)
      expect(await fateOf(stage, 'package.json', { project: { policy: { allowPaths: ['other.json'] } } })).toBe(waits)
    }),

    'a change has limits of files and of bytes': shows(['policy limits.files', 'policy limits.changedBytes'], async (stage) => {
      const phases = [{ id: 'a', builder: shell('echo 12345 > a.md; echo 12345 > b.md') }]
      const tooMany = await stage.run({ phases, policy: { limits: { files: 1 } } })
      expect([endOf(tooMany), messagesOf(tooMany)]).toEqual([fails, expect.stringContaining('2 files')])
      const tooLarge = await stage.run({ phases, policy: { limits: { changedBytes: 11 } } })
      expect([endOf(tooLarge), messagesOf(tooLarge)]).toEqual([fails, expect.stringContaining('12 bytes')])
      expect(endOf(await stage.run({ phases, policy: { limits: { files: 2, changedBytes: 12 } } }))).toBe(passes)
    }),

    'what lies outside a phase’s scope is refused, and kept to be looked at': shows(['plan tiers.phases.scope', 'effect judge'], async (stage) => {
      const narrow = await stage.run({ phases: [{ ...touches('b.md'), scope: ['a.md'] }] })
      expect([endOf(narrow), failuresOf(narrow)]).toEqual([fails, ['guardrail', 'guardrail']])
      const [judged] = dataOf(narrow, 'effect-end').filter(({ kind }) => kind === 'judge')
      expect(judged?.outcome).toMatchObject({ kind: 'rejected', reasons: [{ rule: 'scope', path: 'b.md' }], diff: { name: 'change.diff' } })
      expect(endOf(await stage.run({ phases: [{ ...touches('b.md'), scope: ['a.md', 'b.*'] }] }))).toBe(passes)
    }),
  },
}

const shippedNames = ['git', 'autopack', 'ci', 'security', 'editor_tasks', 'agent_instructions', 'schema', 'infrastructure', 'lockfiles', 'build', 'legal', 'config', 'tests', 'docs', 'source']
const shippedClassesGone = Object.fromEntries(shippedNames.map((name) => [name, undefined]))
const verdictsGone = shippedClassesGone
