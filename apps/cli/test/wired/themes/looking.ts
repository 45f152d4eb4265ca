import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, change, modelsAt } from '../stage/models.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const losing: Document = { id: 'lose', ci: 'normal', builder: shell('echo builder was here; rm checks/one.tap') }

const run = async (stage: Stage, name: string, setup: Setup): Promise<void> => void (await stage.command('run', stage.writePlan(setup), '--run-id', name))

const parsed = (text: string): readonly Record<string, unknown>[] => text.trimEnd().split('\n').map((line) => JSON.parse(line))

export const looking: Theme = {
  subject: 'commands that look',
  showings: {
    'tell of the run that is named, of the latest otherwise, for people or as JSON': shows(
      ['runs', 'show', 'usage', 'issues', 'watch'].flatMap((command) => [`command autopack ${command}`, `option autopack ${command} --json`, ...(command === 'runs' ? [] : [`argument autopack ${command} [run]`])]),
      async (stage) => {
        const { url } = await stage.model(answering(audit('approve', 'minor')))
        await run(stage, 'first', { phases: [{ id: 'a', ...built }, losing], ...modelsAt({ url, auditor: true, price: { input: 1, output: 4 } }) })
        for (const word of ['approve', 'resume']) await stage.command(word, 'first')
        await run(stage, 'second', {})
        const out = async (...args: readonly string[]): Promise<string> => (await stage.command(...args)).stdout
        expect(await out('runs')).toMatch(/second +hello +done[^]*first +hello +done/)
        expect(parsed(await out('runs', '--json')).map((line) => line['run'])).toEqual(['second', 'first'])
        expect([await out('show'), await out('show', 'first')]).toEqual([expect.stringContaining('second · hello · done'), expect.stringContaining('first · hello · done')])
        expect(parsed(await out('show', 'first', '--json'))[0]).toMatchObject({ run: 'first', state: 'DONE_SUCCESS' })
        expect([await out('usage'), await out('usage', 'first')]).toEqual([expect.not.stringContaining('reader'), expect.stringMatching(/model +writer[^]*reader/)])
        expect(parsed(await out('usage', 'first', '--json'))[0]).toMatchObject({ roles: [{ name: 'builder', calls: 1 }, { name: 'auditor', calls: 2 }] })
        expect([await out('issues'), await out('issues', 'first')]).toEqual(['', expect.stringContaining('a test of the baseline is gone or skipped: one')])
        expect(parsed(await out('issues', 'first', '--json')).map((issue) => [issue['source'], issue['severity']])).toEqual([['audit', 'minor'], ['audit', 'minor'], ['ci', 'minor']])
        expect([await out('watch'), await out('watch', 'first')]).toEqual([expect.stringContaining('second'), expect.stringContaining('first')])
        expect(parsed(await out('watch', 'first', '--json')).at(-1)).toMatchObject({ type: 'stop', state: 'DONE_SUCCESS' })
      },
    ),

    'add up what all runs used, by run, role, model and day, beside what they may': shows(['option autopack usage --all'], async (stage) => {
      const { url } = await stage.model(answering(audit('approve')))
      const base = modelsAt({ url, auditor: true, price: { input: 1, output: 4 } })
      const models = { ...base.models, limits: { shared: { requests: 8, window: { kind: 'anchored', minutes: 600 } } } }
      for (const name of ['first', 'second']) await run(stage, name, { phases: [{ id: name, ...built }], ...base, models, plan: { budget: { tokens: 300_000, usd: 3 } } })
      const [all] = parsed((await stage.command('usage', '--all', '--json')).stdout)
      const caps = { tokens: 300_000, nanoUsd: 3_000_000_000 }
      expect(all).toMatchObject({ runs: [{ name: 'second', calls: 2, caps }, { name: 'first', calls: 2, caps }], roles: [{ calls: 2 }, { calls: 2 }], models: [{ calls: 2 }, { calls: 2 }], days: [{ calls: 4 }], limits: [{ used: 4, hard: 8 }] })
      const { stdout } = await stage.command('usage', '--all')
      for (const line of [/model +writer +2 calls/, /day +\d{4}-\d\d-\d\d +4 calls/, /run +second +2 calls +\S+ of 300k tok +\S+ of \$3\.00/, / first +2 calls/, /limit +shared +50 % +4 requests of 8 requests/]) expect(stdout).toMatch(line)
      expect((await stage.command('usage', 'first', '--all')).code).toBe(2)
    }),

    'show the change and the output of one phase, of one attempt': shows(
      ['diff', 'logs'].flatMap((command) => [`command autopack ${command}`, `argument autopack ${command} [run]`, `argument autopack ${command} [phase]`, `option autopack ${command} --attempt`]),
      async (stage) => {
        const answers = [change({ 'checks/new.tap': 'not ok - new\n' }), change({ 'checks/new.tap': 'ok - new\n' })]
        const { url } = await stage.model(answers)
        await run(stage, 'first', { phases: [{ id: 'a', ci: 'normal', ...built }, { ...losing, ci: 'none' }], ...modelsAt({ url }) })
        await run(stage, 'second', { phases: [{ id: 'z' }] })
        const out = async (...args: readonly string[]): Promise<string> => (await stage.command(...args)).stdout
        const holds = (text: string, ...words: readonly string[]): readonly boolean[] => words.map((word) => text.includes(word))
        const changes = ['+not ok - new', '+ok - new', '-ok - one', '+z'] as const
        expect(holds(await out('diff'), ...changes)).toEqual([false, false, false, true])
        expect(holds(await out('diff', 'first'), ...changes)).toEqual([false, true, true, false])
        expect(holds(await out('diff', 'first', 'a'), ...changes)).toEqual([false, true, false, false])
        expect(holds(await out('diff', 'first', 'a', '--attempt', '1'), ...changes)).toEqual([true, false, false, false])
        const words = ['\nnot ok - new', '\nok - new', 'builder was here'] as const
        expect(holds(await out('logs'), ...words)).toEqual([false, false, false])
        expect(holds(await out('logs', 'first'), ...words)).toEqual([true, true, true])
        expect(holds(await out('logs', 'first', 'a'), ...words)).toEqual([true, true, false])
        expect(holds(await out('logs', 'first', 'a', '--attempt', '2'), ...words)).toEqual([false, true, false])
      },
    ),

    'say which version this is, and where an error comes from': shows(['command autopack', 'option autopack --version', 'option autopack --debug'], async (stage) => {
      expect(await stage.command('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
      const plain = await stage.command('show', 'nope')
      const debugged = await stage.command('show', 'nope', '--debug')
      expect([plain.code, debugged.code, plain.stderr.includes('    at '), debugged.stderr.includes('    at ')]).toEqual([2, 2, false, true])
    }),
  },
}
