import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { dataOf, endOf, outcomesOf, type Run } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

/** CI that needs a file which no commit holds. */
const needs = (path: string): Document => ({ id: 'a', ci: [{ run: ['test', '-f', path] }] })

const inEach = (workspace: Document): readonly Setup[] => [{ plan: { workspace } }, { project: { workspace } }]

export const workspace: Theme = {
  subject: 'a checkout',
  showings: {
    'holds copies of what is named': shows(['plan workspace.copy', 'project-config workspace.copy'], async (stage) => {
      stage.write('project/ignored/data', 'x')
      const phases = [needs('ignored/data')]
      for (const layer of inEach({ copy: ['ignored'] })) expect(endOf(await stage.run({ phases, ...layer }))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run({ phases }))).toBe('DONE_FAILED_REQUIRES_HUMAN_REVIEW')
    }),

    'is set up once before CI, and the result is copied': shows(['plan workspace.setup.run', 'project-config workspace.setup.run', 'effect setup'], async (stage) => {
      const phases = [needs('ignored/library'), { ...needs('ignored/library'), id: 'b' }]
      const [first, ...others] = inEach({ setup: [{ run: ['sh', '-c', 'mkdir ignored; echo x > ignored/library'] }] })
      const run = await stage.run({ phases, ...first })
      expect([endOf(run), outcomesOf(run, 'setup')]).toEqual(['DONE_SUCCESS', [{ kind: 'ready' }]])
      for (const layer of others) expect(endOf(await stage.run({ phases, ...layer }))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run({ phases }))).toBe('DONE_FAILED_REQUIRES_HUMAN_REVIEW')
    }),

    'is worked in by nothing whose isolation is below the project’s minimum': shows(['builder', 'ci', 'setup'].map((use) => `project-config sandbox.minimum.${use}`), async (stage) => {
      const phases = [{ id: 'a', ci: 'normal', builder: shell('echo x > a.md') }]
      const broken = stage.write('bin/bwrap', '#!/bin/sh\nexit 1\n')
      chmodSync(broken, 0o755)
      const weak = { environment: { PATH: `${dirname(broken)}:${stage.environment['PATH'] ?? ''}` } }
      for (const use of ['builder', 'ci', 'setup']) {
        const fate = async (level: number): Promise<Run> => stage.run({ phases, plan: { workspace: { setup: [{ run: ['true', `${use} ${level}`] }] } }, project: { sandbox: { minimum: { [use]: level } } } }, weak)
        const [met, missed] = [await fate(1), await fate(3)]
        expect([endOf(met), endOf(missed)]).toEqual(['DONE_SUCCESS', expect.stringMatching(/^DONE_FAILED/)])
        expect(`${JSON.stringify(missed.stop)} ${JSON.stringify(missed.events)}`).toMatch(new RegExp(`use .{1,4}${use}.{1,4} need isolation level 3`))
      }
    }),

    'whose setup fails is the environment’s fault': shows(['plan workspace.setup.run', 'run DONE_FAILED_ENVIRONMENT'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a', ci: 'normal' }], plan: { workspace: { setup: [{ run: ['sh', '-c', 'echo broken >&2; exit 4'] }] } } })
      expect(run.stop).toMatchObject({ state: 'DONE_FAILED_ENVIRONMENT', reason: expect.stringContaining('exit code 4: broken') })
      expect(dataOf(run, 'attempt-start')).toEqual([])
    }),

    'is set up without a network, unless it may have one': shows(['plan workspace.setup.network', 'project-config workspace.setup.network'], async (stage) => {
      const { url } = await stage.model([])
      const asks = (network: boolean, mark: string): Document => ({ setup: [{ network, run: ['node', '-e', `fetch(process.argv[1] + '/models').then(() => 0, () => process.exit(1)) // ${mark}`, url] }] })
      const phases = [{ id: 'a', ci: 'normal' }]
      // what has been set up is kept for the command: each layer asks by one of its own
      const [inPlan = {}] = inEach(asks(true, 'plan'))
      const [, inProject = {}] = inEach(asks(true, 'project'))
      for (const layer of [inPlan, inProject]) expect(endOf(await stage.run({ phases, ...layer }))).toBe('DONE_SUCCESS')
      const [closed = {}] = inEach(asks(false, 'closed'))
      const run = await stage.run({ phases, ...closed })
      const { achieved } = await run.autopack.isolation()
      expect(endOf(run)).toBe(achieved >= 3 ? 'DONE_FAILED_ENVIRONMENT' : 'DONE_SUCCESS')
    }),
  },
}
