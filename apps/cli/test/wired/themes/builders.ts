import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { shell, type Document } from '../stage/documents.ts'
import { answering, audit, built, modelsAt } from '../stage/models.ts'
import { dataOf, endOf, failuresOf, messagesOf } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

export const builders: Theme = {
  subject: 'who builds',
  showings: {
    'a command, which finds the plan’s folder': shows(['plan tiers.phases.builder.kind=command', 'plan tiers.phases.builder.run', 'effect build'], async (stage) => {
      stage.write('plan/beside-the-plan.txt', 'from beside the plan')
      const run = await stage.run({ phases: [{ id: 'a', builder: { kind: 'command', run: ['cp', '{plan}/beside-the-plan.txt', 'a.md'] } }] })
      expect([endOf(run), stage.git('show', 'autopack/run-1:a.md')]).toEqual(['DONE_SUCCESS', 'from beside the plan'])
    }),

    'a command reaches no network unless it may': shows(['plan tiers.phases.builder.network'], async (stage) => {
      const { url } = await stage.model([])
      const fetches = { kind: 'command', run: ['node', '-e', "fetch(process.argv[1] + '/models').then(() => require('node:fs').writeFileSync('a.md', 'x'), () => process.exit(1))", url] }
      const open = await stage.run({ phases: [{ id: 'a', builder: { ...fetches, network: true } }] })
      const closed = await stage.run({ phases: [{ id: 'a', builder: fetches }] })
      const { achieved } = await open.autopack.isolation()
      expect([endOf(open), endOf(closed)]).toEqual(['DONE_SUCCESS', achieved >= 3 ? 'DONE_FAILED_REQUIRES_HUMAN_REVIEW' : 'DONE_SUCCESS'])
    }),

    'a command or a person, in a checkout of the scope alone, of which a whole tree is made': shows(['plan tiers.phases.builder.checkout=scope'], async (stage) => {
      const lists = (id: string, more: Document): Document => ({ id, scope: [`${id}.md`], builder: { ...shell(`ls > ${id}.md`), ...more } })
      const run = await stage.run({ phases: [lists('a', { checkout: 'scope' }), lists('b', {})] })
      const [part = '', whole = ''] = ['a', 'b'].map((id) => stage.git('show', `autopack/run-1:${id}.md`) ?? '')
      expect([endOf(run), part.split('\n'), whole.split('\n').includes('checks')]).toEqual(['DONE_SUCCESS', ['a.md'], true])
      expect(stage.git('diff', '--name-only', 'main', 'autopack/run-1')).toBe('a.md\nb.md')
      const waiting = await stage.run({ phases: [{ id: 'c', scope: ['c.md'], builder: { kind: 'file', checkout: 'scope' } }] })
      const build = waiting.view.phases['c']?.attempts[0]?.build
      expect(readdirSync(build?.kind === 'waiting' ? build.checkout.path : '').toSorted()).toEqual(['.git', '.gitignore'])
    }),

    'a model, and by default too': shows(['plan tiers.phases.builder.kind=model', 'event call-start', 'event call-end'], async (stage) => {
      const model = await stage.model(answering(audit('approve')))
      const run = await stage.run({ phases: [{ id: 'a', ...built }, { id: 'b', builder: undefined }], ...modelsAt(model) })
      expect([endOf(run), dataOf(run, 'call-end').map(({ served }) => served)]).toEqual(['DONE_SUCCESS', ['writer-1', 'writer-1']])
      expect(stage.git('show', 'autopack/run-1:a.md')).toBe('writer-1')
      expect((await stage.refusal({ phases: [{ id: 'a', ...built }] })).problems.join()).toContain('no model is configured for the role builder')
    }),

    'a person or an editor, through two files': shows(['plan tiers.phases.builder.kind=file', 'wait result'], async (stage) => {
      const waiting = await stage.run({ phases: [{ id: 'a', builder: { kind: 'file' } }] })
      expect([endOf(waiting), endOf(await waiting.again())]).toEqual(['waiting for result', 'waiting for result'])
      const build = waiting.view.phases['a']?.attempts[0]?.build
      const folder = dirname(build?.kind === 'waiting' ? build.checkout.path : '')
      const pending: { answerTo: string; goal: string } = JSON.parse(readFileSync(join(folder, 'pending_phase.json'), 'utf8'))
      expect(pending.goal).toBe('Do a.')
      writeFileSync(pending.answerTo, JSON.stringify({ status: 'done', summary: 'Done by hand.', files: [{ action: 'write', path: 'a.md', content: 'by hand\n' }] }))
      expect(endOf(await waiting.again())).toBe('DONE_SUCCESS')
      expect(stage.git('show', 'autopack/run-1:a.md')).toBe('by hand')
    }),

    'an attempt that changes nothing, or gives no answer of the agreed form, has failed': shows(['failure no_change', 'failure format'], async (stage) => {
      expect(failuresOf(await stage.run({ phases: [{ id: 'a', builder: shell('true') }] }))).toEqual(['no_change', 'no_change'])
      const model = await stage.model(() => 'Sure! Here it is.')
      expect(failuresOf(await stage.run({ phases: [{ id: 'a', ...built }], ...modelsAt(model) }))).toEqual(['format', 'format'])
    }),

    'a provider that refuses the key or does not know the model ends the phase at once': shows(['failure authentication', 'failure no_model', 'run DONE_FAILED_ENVIRONMENT'], async (stage) => {
      for (const [fault, kind] of [['unauthorized', 'authentication'], ['unknown-model', 'no_model']] as const) {
        const model = await stage.model(() => ({ fault }))
        const run = await stage.run({ phases: [{ id: 'a', ...built }], ...modelsAt(model) })
        expect([endOf(run), failuresOf(run), model.requests.length]).toEqual(['DONE_FAILED_ENVIRONMENT', [kind], 1])
      }
    }),

    'what one attempt has taught is said to the next': shows(['event hint-record', 'event attempt-start', 'event attempt-end'], async (stage) => {
      const answers = [JSON.stringify({ summary: '', files: [] }), JSON.stringify({ summary: '', files: [{ action: 'write', path: 'a.md', content: 'a\n' }] })]
      const model = await stage.model(answers)
      const run = await stage.run({ phases: [{ id: 'a', ...built }], ...modelsAt(model) })
      expect([endOf(run), dataOf(run, 'hint-record').map(({ hint }) => hint.source)]).toEqual(['DONE_SUCCESS', ['attempt', 'resolved']])
      expect(model.requests.map(({ prompt }) => prompt.includes('Attempt 1 failed (format)'))).toEqual([false, true])
      expect(dataOf(run, 'attempt-start').map(({ difference }) => difference)).toEqual([null, expect.stringContaining('hint: Attempt 1 failed')])
    }),

    'an audit that takes all of a phase’s time fails its attempt': shows(['failure timeout', 'effect audit'], async (stage) => {
      const model = await stage.model(answering({ fault: 'hung-socket' }))
      const run = await stage.run({ phases: [{ id: 'a', timeout: 0.05 }], ...modelsAt({ ...model, auditor: true }) })
      expect([endOf(run), failuresOf(run)]).toEqual(['DONE_FAILED_BUDGET_EXHAUSTED', ['timeout']])
      expect(messagesOf(run)).toContain('audit')
    }),
  },
}
