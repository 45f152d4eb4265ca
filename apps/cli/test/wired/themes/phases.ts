import { expect } from 'vitest'
import { shell, tier } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { dataOf, endOf, failuresOf, outcomesOf } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

export const phases: Theme = {
  subject: 'a phase',
  showings: {
    'has a name, which its tag and its tier bear': shows(['plan tiers.id', 'plan tiers.phases.id', 'plan project', 'effect snapshot'], async (stage) => {
      const run = await stage.run({ plan: { project: 'greetings', tiers: [tier('first', { id: 'one' }), tier('second', { id: 'two' })] } })
      expect(dataOf(run, 'run-create')[0]?.project).toBe('greetings')
      expect(dataOf(run, 'tier-state').filter(({ to }) => to === 'COMPLETE').map((event) => event.tier)).toEqual(['first', 'second'])
      expect(stage.git('tag', '--list', 'autopack/run-1/*')?.split('\n')).toEqual(['autopack/run-1/one', 'autopack/run-1/two'])
      expect((await stage.refusal({ phases: [{ id: 'one' }, { id: 'one' }] })).problems.join()).toContain('the phase `one` exists already')
      expect((await stage.refusal({ plan: { tiers: [tier('first', { id: 'one' }), tier('first', { id: 'two' })] } })).problems.join()).toContain('the tier `first` exists already')
    }),

    'has a goal, which its builder and its commit are told': shows(['plan tiers.phases.goal'], async (stage) => {
      const model = await stage.model(() => JSON.stringify({ summary: '', files: [{ action: 'write', path: 'a.md', content: 'a\n' }] }))
      await stage.run({ phases: [{ id: 'a', goal: 'Greet by name.', ...built }], ...modelsAt(model) })
      expect(model.requests[0]?.prompt).toContain('Goal: Greet by name.')
      expect(stage.git('log', '-1', '--format=%s', 'autopack/run-1')).toBe('a: Greet by name.')
    }),

    'has deliverables that must be there': shows(['plan tiers.phases.deliverables'], async (stage) => {
      const builder = shell('echo a > a.md')
      const missing = await stage.run({ phases: [{ id: 'a', builder, deliverables: ['a.md', 'b.md'] }] })
      expect([endOf(missing), failuresOf(missing)]).toEqual(['DONE_FAILED_POLICY_VIOLATION', ['guardrail', 'guardrail']])
      expect(outcomesOf(missing, 'judge')[0]).toMatchObject({ reasons: [{ rule: 'deliverable-missing', path: 'b.md' }] })
      expect(endOf(await stage.run({ phases: [{ id: 'a', builder, deliverables: ['a.md'] }] }))).toBe('DONE_SUCCESS')
    }),

    'has a root that scope, deliverables and CI are relative to': shows(['plan tiers.phases.root'], async (stage) => {
      const builder = shell('mkdir -p part; echo a > part/a.md')
      const inPart = { id: 'a', builder, root: 'part', scope: ['*.md'], deliverables: ['a.md'], ci: [{ run: ['sh', '-c', 'test "$(basename "$PWD")" = part'] }] }
      stage.write('project/part/kept', '')
      stage.git('add', '-A')
      stage.git('commit', '-q', '-m', 'part')
      expect(endOf(await stage.run({ phases: [inPart] }))).toBe('DONE_SUCCESS')
      expect(failuresOf(await stage.run({ phases: [{ ...inPart, root: undefined }] }))).toEqual(['guardrail', 'guardrail'])
      expect(failuresOf(await stage.run({ phases: [{ ...inPart, root: undefined, scope: ['**'], deliverables: [] }] }))).toEqual(['ci_fail', 'ci_fail'])
    }),

    'comes after what it depends on, or not at all': shows(['plan tiers.phases.dependsOn', 'phase SKIPPED', 'phase FAILED', 'tier FAILED'], async (stage) => {
      const ends = async (broken: boolean, dependsOn: readonly string[]): Promise<readonly (readonly [string, string])[]> => {
        const run = await stage.run({ phases: [{ id: 'late', dependsOn }, { id: 'early', ...(broken ? { builder: shell('exit 1') } : {}) }] })
        return dataOf(run, 'phase-state').filter(({ to }) => ['COMPLETE', 'FAILED', 'SKIPPED'].includes(to)).map(({ phase, to }) => [phase, to] as const)
      }
      expect(await ends(false, ['early'])).toEqual([['early', 'COMPLETE'], ['late', 'COMPLETE']])
      expect(await ends(false, [])).toEqual([['late', 'COMPLETE'], ['early', 'COMPLETE']])
      expect(await ends(true, ['early'])).toEqual([['early', 'FAILED'], ['late', 'SKIPPED']])
      expect(await ends(true, [])).toEqual([['late', 'COMPLETE'], ['early', 'FAILED']])
    }),

    'has variables that its builder and its CI get': shows(['plan tiers.phases.env.*'], async (stage) => {
      const phase = { id: 'a', builder: shell('echo "$COLOUR" > a.md'), ci: [{ run: ['sh', '-c', 'test "$COLOUR" = red'] }] }
      const red = await stage.run({ phases: [{ ...phase, env: { COLOUR: 'red' } }] })
      expect([endOf(red), stage.git('show', 'autopack/run-1:a.md')]).toEqual(['DONE_SUCCESS', 'red'])
      expect(endOf(await stage.run({ phases: [phase] }))).toBe('DONE_FAILED_REQUIRES_HUMAN_REVIEW')
    }),

    'says whether it is audited, where its category leaves that open': shows(['plan tiers.phases.auditor=none', 'plan tiers.phases.auditor=required'], async (stage) => {
      const { url } = await stage.model(answering(audit('approve')))
      const audits = async (auditor: string | undefined, available: boolean): Promise<string> => {
        const run = await stage.run({ phases: [{ id: 'a', auditor }], ...modelsAt({ url, auditor: available }) })
        return `${endOf(run)} after ${outcomesOf(run, 'audit').length}`
      }
      expect(await audits(undefined, true)).toBe('DONE_SUCCESS after 1')
      expect(await audits(undefined, false)).toBe('DONE_SUCCESS after 0')
      expect(await audits('none', true)).toBe('DONE_SUCCESS after 0')
      expect(await audits('required', true)).toBe('DONE_SUCCESS after 1')
      expect(await audits('required', false)).toBe('DONE_FAILED_POLICY_VIOLATION after 0')
    }),
  },
}
