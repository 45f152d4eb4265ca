import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { shell, tier } from '../stage/documents.ts'
import { dataOf, endOf, failuresOf, judgedOf, type Run } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

function stepsOf(run: Run, type: 'run-state' | 'tier-state' | 'phase-state'): readonly string[] {
  const [first, ...others] = dataOf(run, type)
  return first === undefined ? [] : [first.from, first.to, ...others.map(({ to }) => to)]
}

export const states: Theme = {
  subject: 'states',
  showings: {
    'a healthy run goes through them in order': shows(
      [
        ...['RUN_CREATED', 'PHASE_QUEUEING', 'PHASE_EXECUTION', 'CI_RUNNING', 'GATE', 'SNAPSHOT_CREATED', 'DONE_SUCCESS'].map((state) => `run ${state}`),
        ...['PENDING', 'IN_PROGRESS', 'COMPLETE'].map((state) => `tier ${state}`),
        ...['QUEUED', 'EXECUTING', 'CI_RUNNING', 'GATE', 'COMPLETE'].map((state) => `phase ${state}`),
        ...['run-create', 'run-adopt', 'run-state', 'tier-state', 'phase-state', 'attempt-start', 'attempt-end', 'effect-start', 'effect-end'].map((type) => `event ${type}`),
        ...['baseline', 'build', 'judge', 'ci', 'snapshot'].map((kind) => `effect ${kind}`),
      ],
      async (stage) => {
        const run = await stage.run({ phases: [{ id: 'a', ci: 'normal' }] })
        expect(stepsOf(run, 'run-state')).toEqual(['RUN_CREATED', 'PHASE_QUEUEING', 'PHASE_EXECUTION', 'CI_RUNNING', 'GATE', 'SNAPSHOT_CREATED', 'PHASE_QUEUEING', 'DONE_SUCCESS'])
        expect(stepsOf(run, 'tier-state')).toEqual(['PENDING', 'IN_PROGRESS', 'COMPLETE'])
        expect(stepsOf(run, 'phase-state')).toEqual(['QUEUED', 'EXECUTING', 'CI_RUNNING', 'GATE', 'COMPLETE'])
        expect(dataOf(run, 'effect-end').map(({ kind }) => kind)).toEqual(['baseline', 'build', 'judge', 'ci', 'snapshot'])
        expect(stage.git('rev-parse', 'autopack/run-1')).toBe(run.view.head)
      },
    ),

    'a failed phase fails its tier, and what comes after is skipped': shows(
      ['phase FAILED', 'phase SKIPPED', 'tier FAILED', 'tier SKIPPED', 'run DONE_FAILED_REQUIRES_HUMAN_REVIEW'],
      async (stage) => {
        const run = await stage.run({ plan: { tiers: [tier('first', { id: 'a', builder: shell('exit 1') }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }), tier('second', { id: 'd' })] } })
        expect(endOf(run)).toBe('DONE_FAILED_REQUIRES_HUMAN_REVIEW')
        expect(Object.values(run.view.phases).map(({ state }) => state)).toEqual(['FAILED', 'SKIPPED', 'COMPLETE', 'SKIPPED'])
        expect(run.view.tiers.map(({ state }) => state)).toEqual(['FAILED', 'SKIPPED'])
      },
    ),

    'a red change goes back to its builder': shows(['failure ci_fail', 'effect ci'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a', ci: 'normal', builder: shell('echo "not ok - two" > checks/two.tap') }] })
      expect(stepsOf(run, 'phase-state')).toEqual(['QUEUED', 'EXECUTING', 'CI_RUNNING', 'EXECUTING', 'CI_RUNNING', 'FAILED'])
      expect(stepsOf(run, 'run-state').filter((state) => state === 'PHASE_EXECUTION')).toHaveLength(2)
      expect(failuresOf(run)).toEqual(['ci_fail', 'ci_fail'])
      expect(judgedOf(run).map(({ verdict }) => verdict.newFailures)).toEqual([['two'], ['two']])
    }),

    'a run that another version began says so when it is taken up': shows(['event engine-change'], async (stage) => {
      // a journal as an older engine wrote it: its version is all that tells
      const older = (events: readonly unknown[]): never[] => JSON.parse(JSON.stringify(events).replaceAll(/"engineVersion":"[^"]*"/g, '"engineVersion":"0.0.1"'))
      const run = await stage.run({ phases: [{ id: 'a', builder: { kind: 'file' } }] }, {
        parts: ({ journal }) => ({ journal: new Proxy(journal, { get: (target, key) => (key === 'append' ? (...[name, epoch, seq, events, options]: Parameters<typeof journal.append>) => target.append(name, epoch, seq, seq === 0 ? older(events) : events, options) : bound(target, key)) }) }),
      })
      expect(dataOf(run, 'engine-change')).toMatchObject([{ from: '0.0.1' }])
      const later = await run.again()
      expect(dataOf(later, 'engine-change')).toHaveLength(1)
      expect(dataOf(later, 'run-adopt')).toHaveLength(2)
    }),

    'a run is paused between two steps, and goes on': shows(['wait pause'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a', builder: { kind: 'file' } }] })
      await run.autopack.pause(run.name, 'ann')
      expect(endOf(await run.again())).toBe('waiting for pause')
      await run.autopack.unpause(run.name, 'ann')
      expect(endOf(await run.again())).toBe('waiting for result')
    }),

    'a run waits where its branch is checked out, and goes on once it is not': shows(['wait ref', 'effect snapshot'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a' }, { id: 'b', builder: { kind: 'file' } }] })
      expect(endOf(run)).toBe('waiting for result')
      stage.git('checkout', '-q', 'autopack/run-1')
      const build = run.view.phases['b']?.attempts[0]?.build
      writeFileSync(join(dirname(build?.kind === 'waiting' ? build.checkout.path : ''), 'phase_result.json'), JSON.stringify({ status: 'done', summary: '', files: [{ action: 'write', path: 'b.md', content: 'b\n' }] }))
      const held = await run.again()
      expect([endOf(held), stage.git('status', '--porcelain')]).toEqual(['waiting for ref', ''])
      stage.git('checkout', '-q', 'main')
      expect(endOf(await held.again())).toBe('DONE_SUCCESS')
    }),

    'a cancelled run keeps what is kept and ends the rest': shows(['event run-cancel', 'run DONE_FAILED_REQUIRES_HUMAN_REVIEW'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a' }, { id: 'b', builder: { kind: 'file' } }, { id: 'c', dependsOn: ['b'] }] })
      await run.autopack.cancel(run.name, 'ann', 'enough')
      const ended = await run.again()
      expect(ended.stop).toMatchObject({ state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: 'cancelled by ann: enough' })
      expect(Object.values(ended.view.phases).map(({ state }) => state)).toEqual(['COMPLETE', 'FAILED', 'SKIPPED'])
      expect(stage.git('show', 'autopack/run-1:a.md')).toBe('a')
    }),

    'phases are given back, newest first': shows(['effect rollback'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a' }, { id: 'b' }] })
      expect(await run.autopack.rollback(run.name)).toMatchObject({ kind: 'done' })
      expect([stage.git('show', 'autopack/run-1:a.md'), stage.git('show', 'autopack/run-1:b.md')]).toEqual(['a', null])
      expect((await run.autopack.view(run.name)).phases['b']?.rolledBack).toBe(true)
    }),
  },
}

function bound(target: object, key: string | symbol): unknown {
  const member: unknown = Reflect.get(target, key)
  return typeof member === 'function' ? member.bind(target) : member
}
