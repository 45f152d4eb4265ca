import { expect } from 'vitest'
import type { Ran } from '../../shell.ts'
import { type Document, held, type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, change, modelsAt, phaseOf } from '../stage/models.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { shows, type Theme } from '../theme.ts'

const asking: Document = { id: 'ask', builder: shell('echo "{}" > package.json') }
const failing: Document = { id: 'fail', builder: shell('exit 1') }

const run = (stage: Stage, name: string, setup: Setup, ...options: readonly string[]): Promise<Ran> => stage.command('run', stage.writePlan(setup), '--run-id', name, ...options)

/** Commands that make a run go on, and the person who decides while they stay. */
async function decidedMeanwhile(stage: Stage, name: string, staying: Promise<Ran>): Promise<Ran> {
  await until(async () => (await stage.command('show', name)).stdout.includes('waiting for a person'))
  expect(await stage.command('approve', name)).toMatchObject({ code: 0 })
  return staying
}

/** What each line of JSON is. */
function typesOf({ stdout }: Ran): readonly string[] {
  return stdout.trimEnd().split('\n').map((line) => String(JSON.parse(line).type))
}

export const execution: Theme = {
  subject: 'commands that make a run go on',
  showings: {
    'run: under a name, with caps, or only to see': shows(
      ['command autopack run', 'argument autopack run [plan]', ...['--run-id', '--max-usd', '--max-tokens', '--dry-run', '--json'].map((option) => `option autopack run ${option}`)],
      async (stage) => {
        const { url } = await stage.model(answering(audit('approve')))
        const setup: Setup = { phases: [{ id: 'a', ...built }], ...modelsAt({ url, price: { input: 1, output: 4 } }) }
        const dry = await run(stage, 'dry', setup, '--dry-run')
        expect([dry.code, dry.stdout.includes('this was a dry run'), (await stage.command('runs')).stdout, stage.git('branch', '--list', 'autopack/*')]).toEqual([0, true, '', ''])
        expect(await run(stage, 'poor', setup, '--max-usd', '0.000001')).toMatchObject({ code: 5, stdout: expect.stringContaining('run.usd') })
        expect(await run(stage, 'terse', setup, '--max-tokens', '1000')).toMatchObject({ code: 5, stdout: expect.stringContaining('run.tokens') })
        const told = await run(stage, 'named', setup, '--json')
        expect([told.code, typesOf(told)[0], typesOf(told).at(-1), stage.git('show', 'autopack/named:a.md')]).toEqual([0, 'run-create', 'stop', 'writer-1'])
        expect((await run(stage, 'spoken', setup)).stdout).toContain('spoken · hello · done')
      },
    ),

    'run: with a model asked for by name, which a phase that is never served by less takes only where it is no less': shows(['option autopack run --model'], async (stage) => {
      const { url } = await stage.model(answering(audit('approve')))
      const base = modelsAt({ url })
      const chain = ['reader', 'writer']
      const models = { ...base.models, roles: { builder: { low: chain, medium: chain, high: chain } }, routing: { strategies: { docs: 'best_first', tests: 'best_first' }, neverDowngrade: ['tests'] } }
      const asked = async (name: string, category: string, ...options: readonly string[]): Promise<readonly unknown[]> => {
        const ran = await run(stage, name, { phases: [{ id: 'a', ...built, category, ci: 'none' }], ...base, models }, '--json', ...options)
        return ran.stdout.split('\n').filter((line) => line.includes('"call-start"')).map((line) => JSON.parse(line).data.model)
      }
      expect(await asked('own', 'docs')).toEqual(['writer'])
      expect(await asked('lower', 'docs', '--model', 'builder=reader')).toEqual(['reader'])
      expect(await asked('never', 'tests', '--model', 'builder=reader')).toEqual(['writer'])
      expect(await run(stage, 'none', { phases: [{ id: 'a', ...built }], ...base, models }, '--model', 'builder=nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('models.yaml has no model nobody') })
      expect(await run(stage, 'odd', { phases: [{ id: 'a' }] }, '--model', 'judge=reader')).toMatchObject({ code: 2 })
    }),

    'run, resume and retry stay where they are told to wait': shows(
      ['run', 'resume', 'retry'].map((command) => `option autopack ${command} --wait`),
      async (stage) => {
        const setup = { phases: [asking] }
        expect(await decidedMeanwhile(stage, 'one', run(stage, 'one', setup, '--wait'))).toMatchObject({ code: 0 })
        expect(await run(stage, 'two', setup)).toMatchObject({ code: 3 })
        expect(await stage.command('resume', 'two')).toMatchObject({ code: 3 })
        expect(await decidedMeanwhile(stage, 'two', stage.command('resume', 'two', '--wait'))).toMatchObject({ code: 0 })
        expect(await run(stage, 'three', setup)).toMatchObject({ code: 3 })
        expect(await stage.command('cancel', 'three')).toMatchObject({ code: 0 })
        expect(await stage.command('retry', 'three', '--run-id', 'four')).toMatchObject({ code: 3 })
        expect(await stage.command('cancel', 'four')).toMatchObject({ code: 0 })
        expect(await decidedMeanwhile(stage, 'five', stage.command('retry', 'four', '--run-id', 'five', '--wait'))).toMatchObject({ code: 0 })
      },
    ),

    'an approval expires only while someone watches': shows(['option autopack run --wait', 'event approval-request'], async (stage) => {
      const expiry = async (name: string, terminal: boolean, ...options: readonly string[]): Promise<unknown> => {
        const gone = new AbortController()
        const running = stage.commandIn({ terminal, interrupted: gone.signal }, 'run', stage.writePlan({ phases: [asking] }), '--run-id', name, ...options)
        await until(async () => (await stage.command('show', name)).stdout.includes('waiting for a person'))
        gone.abort()
        await running
        const view: { approvals: Record<string, { request: { expiresAt: number | null } }> } = JSON.parse((await stage.command('show', name, '--json')).stdout)
        return typeof view.approvals['ask-1']?.request.expiresAt
      }
      expect(await expiry('watched', true, '--wait')).toBe('number')
      expect(await expiry('unwatched', false, '--wait')).toBe('object')
      expect(await expiry('gone', true)).toBe('object')
    }),

    'resume goes on with a run that waits, and ends a pause': shows(
      ['command autopack resume', 'argument autopack resume [run]', 'option autopack resume --json', 'command autopack pause', 'argument autopack pause [run]', 'wait pause'],
      async (stage) => {
        await run(stage, 'one', { phases: [asking] })
        await run(stage, 'two', { phases: [asking] })
        expect(await stage.command('pause', 'one')).toMatchObject({ code: 0 })
        await stage.command('approve', 'one')
        const paused = await stage.command('runs')
        expect(paused.stdout).toContain('one')
        const resumed = await stage.command('resume', 'one', '--json')
        expect([resumed.code, typesOf(resumed).at(-1)]).toEqual([0, 'stop'])
        expect(await stage.command('resume', 'two')).toMatchObject({ code: 3, stdout: expect.stringContaining('waiting for a person') })
      },
    ),

    'resume --due goes on with every run whose wait for a quota is over, once, whichever processes are told to': shows(['option autopack resume --due', 'wait quota'], async (stage) => {
      // long enough for all that is done before it is over, on this machine as it is now
      const began = Date.now()
      await run(stage, 'first', { phases: [{ id: 'a' }] })
      const resetAfterMs = Math.max(15_000, 15 * (Date.now() - began))
      const { url, requests } = await stage.model((request) => (request.number === 1 ? { fault: 'rate-limited', resetAfterMs } : change({ [`${phaseOf(request)}.md`]: 'x\n' })))
      const waiting = (...more: readonly Document[]): Setup => ({ phases: [{ id: 'a', ...built }, ...more], ...modelsAt({ url }) })
      const runs = async (): Promise<string> => (await stage.command('runs')).stdout
      expect((await run(stage, 'one', waiting())).stdout).toMatch(/Next +autopack resume one [^]*autopack resume --due/)
      expect(await stage.command('resume', '--due')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^nothing is due; one waits until \d{4}-/) })
      // they share its wait: none of them asks
      expect([await run(stage, 'two', waiting(asking)), await run(stage, 'paused', waiting()), await run(stage, 'asked', { ...waiting(), phases: [asking] })].map(({ code }) => code)).toEqual([7, 7, 3])
      await stage.command('pause', 'paused')
      expect(await runs()).toMatch(/one +hello +postponed until \d{4}-/)
      expect([(await stage.command('resume', 'one', '--due')).code, (await stage.command('resume', '--due', '--wait')).code]).toEqual([2, 2])
      await until(async () => JSON.parse((await stage.command('show', 'one', '--json')).stdout).phases.a.waiting.until <= Date.now())
      const both = [stage.process('resume', '--due'), stage.process('resume', '--due', '--json')]
      const ended = await Promise.all(both.map((process) => stage.exited(process)))
      // the worst of what each went on with: one is done, two asks
      expect(ended.filter(({ code }) => code !== 0 && code !== 3)).toEqual([])
      expect(ended.some(({ code }) => code === 3)).toBe(true)
      expect(requests).toHaveLength(3)
      expect(ended.map(({ stderr }) => stderr).join()).toContain('paused: paused by')
      expect([stage.git('show', 'autopack/one:a.md'), stage.git('show', 'autopack/two:a.md')]).toEqual(['x', 'x'])
      expect(await runs()).toMatch(/asked[^\n]*waiting[^\n]*\n[^\n]*paused[^\n]*paused[^\n]*\n[^\n]*two[^\n]*waiting[^\n]*\n[^\n]*one[^\n]*done/)
      expect(await stage.command('resume', '--due', '--json')).toMatchObject({ code: 0, stdout: '', stderr: 'nothing is due\n' })
    }),

    'pause stops a run that is executing at its next step': shows(['command autopack pause', 'wait pause', 'exit 130'], async (stage) => {
      const running = stage.process('run', stage.writePlan({ phases: [{ id: 'a', builder: held }, { id: 'b' }] }), '--run-id', 'r')
      await running.says('building')
      expect(await stage.command('pause', 'r')).toMatchObject({ code: 0 })
      stage.write('plans/go', '')
      const ended = await stage.exited(running)
      expect([ended.code, ended.stdout]).toEqual([130, expect.stringContaining('paused')])
      expect(await stage.command('resume', 'r')).toMatchObject({ code: 0 })
    }),

    'retry builds what is left, as a run of a name': shows(['command autopack retry', 'argument autopack retry [run]', 'option autopack retry --run-id', 'option autopack retry --json'], async (stage) => {
      await run(stage, 'one', { phases: [{ id: 'a' }, failing] })
      await run(stage, 'two', { phases: [failing] })
      const again = await stage.command('retry', 'one', '--run-id', 'again', '--json')
      const created = JSON.parse(again.stdout.split('\n')[0] ?? '')
      expect([again.code, created.type, created.data.parent]).toEqual([1, 'run-create', { run: 'one', kind: 'retry' }])
      expect(created.data.plan.tiers[0].phases.map((phase: { id: string }) => phase.id)).toEqual(['fail'])
      expect((await stage.command('retry', 'two')).stdout).toContain('retry of two')
      const { url } = await stage.model(answering(audit('approve')))
      await run(stage, 'three', { phases: [failing], ...modelsAt({ url }) }, '--max-usd', '2', '--max-tokens', '5000', '--model', 'builder=writer')
      const kept = JSON.parse((await stage.command('retry', 'three', '--json')).stdout.split('\n')[0] ?? '').data
      expect([kept.strategy.caps, kept.overrides]).toMatchObject([{ nanoUsd: 2_000_000_000, tokens: 5000 }, { builder: 'writer' }])
    }),
  },
}
