import { expect } from 'vitest'
import { held, type Setup, shell } from '../stage/documents.ts'
import { built, modelsAt } from '../stage/models.ts'
import { processesAreShown, processesWith } from '../stage/processes.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { shows, type Theme } from '../theme.ts'

/** What a process of its own exits with that runs a plan. */
async function codeOf(stage: Stage, setup: Setup, ...options: readonly string[]): Promise<number | null> {
  return (await stage.exited(stage.process('run', stage.writePlan(setup), ...options))).code
}

const asking: Setup = { phases: [{ id: 'a', builder: shell('echo "{}" > package.json') }] }

export const exitCodes: Theme = {
  subject: 'a process says by its exit code',
  showings: {
    '0: it is done': shows(['exit 0', 'command autopack run', 'run DONE_SUCCESS'], async (stage) => {
      expect(await codeOf(stage, {}, '--run-id', 'r')).toBe(0)
      expect(stage.git('show', 'autopack/r:a.md')).toBe('a')
    }),

    '1: it failed, and a person must look': shows(['exit 1', 'run DONE_FAILED_REQUIRES_HUMAN_REVIEW'], async (stage) => {
      expect(await codeOf(stage, { phases: [{ id: 'a', builder: shell('exit 1') }] })).toBe(1)
    }),

    '2: it was used wrongly': shows(['exit 2'], async (stage) => {
      expect((await stage.exited(stage.process('run', 'nowhere.yaml'))).code).toBe(2)
      expect(await codeOf(stage, { plan: { version: 2 } })).toBe(2)
    }),

    '3: a person is asked': shows(['exit 3', 'wait approval'], async (stage) => {
      expect(await codeOf(stage, asking)).toBe(3)
    }),

    '4: a provider does not accept the key': shows(['exit 4', 'failure authentication', 'run DONE_FAILED_ENVIRONMENT'], async (stage) => {
      const model = await stage.model(() => ({ fault: 'unauthorized' }))
      expect(await codeOf(stage, { phases: [{ id: 'a', ...built }], ...modelsAt(model) })).toBe(4)
    }),

    '5: a budget is used up': shows(['exit 5', 'run DONE_FAILED_BUDGET_EXHAUSTED'], async (stage) => {
      expect(await codeOf(stage, { plan: { budget: { minutes: 0.0001 } } })).toBe(5)
    }),

    '6: policy refuses it': shows(['exit 6', 'run DONE_FAILED_POLICY_VIOLATION'], async (stage) => {
      expect(await codeOf(stage, { phases: [{ id: 'a', scope: ['elsewhere/**'] }] })).toBe(6)
    }),

    '75: the machine or the repository cannot serve': shows(['exit 75', 'run DONE_FAILED_ENVIRONMENT'], async (stage) => {
      expect(await codeOf(stage, { phases: [{ id: 'a', builder: { kind: 'command', run: ['no-such-program'] } }] })).toBe(75)
      expect((await stage.exited(stage.process('runs', '--repo', stage.folder))).code).toBe(75)
    }),

    '130: it was interrupted, and nothing of it goes on': shows(['exit 130', 'command autopack cancel'], async (stage) => {
      const running = stage.process('run', stage.writePlan({ phases: [{ id: 'a', builder: held }] }), '--run-id', 'interrupted')
      await running.says('building')
      const builders = (): readonly string[] => processesWith('AUTOPACK_MARKER=interrupted@')
      const shown = (processes: readonly string[], word: string): boolean => processes.some((command) => command.includes(word)) || !processesAreShown
      await until(async () => shown(processesWith(stage.folder), 'until ['))
      expect([shown(builders(), 'until ['), shown(processesWith(stage.folder), 'bin.ts')]).toEqual([true, true])
      running.child.kill('SIGINT')
      expect((await stage.exited(running)).code).toBe(130)
      expect([builders(), processesWith(stage.folder)]).toEqual([[], []])
      expect(await stage.command('cancel', 'interrupted')).toMatchObject({ code: 0 })
    }),

    'nothing, killed while it builds: the phase is queued again and begun anew': shows(['phase QUEUED', 'command autopack resume', 'event run-adopt', 'effect build'], async (stage) => {
      const running = stage.process('run', stage.writePlan({ phases: [{ id: 'a', builder: held }] }), '--run-id', 'r')
      await running.says('building')
      await until(async () => JSON.parse((await stage.command('show', 'r', '--json')).stdout).openEffect?.kind === 'build')
      running.child.kill('SIGKILL')
      expect((await running.ended()).code).toBeNull()
      stage.write('plans/go', '')
      const resumed = await stage.command('resume', 'r', '--json')
      expect(resumed.code).toBe(0)
      const steps = resumed.stdout.trimEnd().split('\n').map((line) => JSON.parse(line)).filter(({ type }) => type === 'phase-state')
      expect(steps[0]).toMatchObject({ data: { from: 'EXECUTING', to: 'QUEUED', reason: 'interrupted before it proposed a change' } })
      expect(stage.git('show', 'autopack/r:held.md')).toBe('built')
    }),
  },
}
