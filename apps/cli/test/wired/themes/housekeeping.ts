import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Document } from '../stage/documents.ts'
import { everywhere } from '../stage/models.ts'
import { shows, type Theme } from '../theme.ts'

export const housekeeping: Theme = {
  subject: 'commands around the runs',
  showings: {
    'init writes a plan that runs, into the repository that is named, and overwrites nothing': shows(['command autopack init', 'option autopack init --repo'], async (stage) => {
      const elsewhere = join(stage.folder, 'elsewhere')
      mkdirSync(elsewhere)
      expect(await stage.commandIn({ cwd: elsewhere }, 'init')).toMatchObject({ code: 75 })
      expect(await stage.commandIn({ cwd: elsewhere }, 'init', '--repo', stage.root)).toMatchObject({ code: 0, stderr: expect.stringContaining('wrote') })
      const plan = join(stage.root, '.autopack', 'plan.yaml')
      const text = readFileSync(plan, 'utf8')
      expect(await stage.command('init')).toMatchObject({ code: 0, stderr: expect.stringContaining('it was there already') })
      expect([readFileSync(plan, 'utf8'), existsSync(join(stage.root, '.autopack', 'config.yaml'))]).toEqual([text, true])
      expect(await stage.command('run', plan)).toMatchObject({ code: 0 })
    }),

    'check says whether a repository can be built': shows(['command autopack check', 'option autopack check --repo'], async (stage) => {
      expect(await stage.command('check')).toMatchObject({ code: 0, stdout: expect.stringContaining(stage.root) })
      expect(await stage.command('check', '--repo', stage.folder)).toMatchObject({ code: 75 })
      stage.writePlan({ project: { version: 7 } })
      expect(await stage.command('check')).toMatchObject({ code: 75, stdout: expect.stringContaining('config.yaml') })
    }),

    'gc removes what nothing needs any more, or only tells': shows(['command autopack gc', 'option autopack gc --dry-run'], async (stage) => {
      await stage.command('run', stage.writePlan({}), '--run-id', 'r')
      const candidates = (): string | null => stage.git('for-each-ref', '--format=%(refname)', 'refs/autopack/r/candidates')
      const told = await stage.command('gc', '--dry-run')
      expect([told.code, told.stdout.trim(), candidates()]).toEqual([0, 'refs/autopack/r/candidates/a-1', 'refs/autopack/r/candidates/a-1'])
      const done = await stage.command('gc')
      expect([done.code, done.stdout, candidates()]).toEqual([0, told.stdout, ''])
      expect(stage.git('rev-parse', '--verify', '--quiet', 'autopack/r')).not.toBeNull()
    }),

    'gc of one store leaves what runs of another work in': shows([], async (stage) => {
      const plan = stage.writePlan({ phases: [{ id: 'a', builder: { kind: 'file' } }] })
      const other = `${stage.folder}/other`
      const folderOf = async (...location: readonly string[]): Promise<string> => /waits? for (\S+)phase_result\.json/.exec((await stage.command('run', plan, '--run-id', 'r', ...location)).stdout)?.[1] ?? ''
      const folders = [await folderOf('--state', other), await folderOf()]
      expect(folders.map(existsSync)).toEqual([true, true])
      expect(await stage.command('cancel', 'r')).toMatchObject({ code: 0 })
      expect(await stage.command('gc')).toMatchObject({ code: 0, stderr: expect.stringContaining('1 checkout,') })
      expect(folders.map(existsSync)).toEqual([true, false])
    }),

    'gc keeps the evidence of runs for a time': shows(['option autopack gc --keep-days'], async (stage) => {
      await stage.command('run', stage.writePlan({}), '--run-id', 'r')
      const logs = async (): Promise<string> => (await stage.command('logs', 'r')).stdout
      const whole = await logs()
      await stage.command('gc')
      expect(await logs()).toBe(whole)
      expect(await stage.command('gc', '--keep-days', 'many')).toMatchObject({ code: 2, stderr: expect.stringContaining('whole number of days') })
      await stage.command('gc', '--keep-days', '0')
      expect(await logs()).toContain('erased')
    }),

    'config validate finds what is wrong, with its place': shows(['command autopack config validate', 'argument autopack config validate [plan]', 'option autopack config validate --repo'], async (stage) => {
      const good = stage.writePlan({})
      const bad = stage.writePlan({ phases: [{ id: 'a', category: 'nothing' }] })
      expect(await stage.command('config', 'validate')).toMatchObject({ code: 0 })
      expect(await stage.command('config', 'validate', good)).toMatchObject({ code: 0, stdout: expect.stringContaining(good) })
      expect(await stage.command('config', 'validate', bad)).toMatchObject({ code: 2, stderr: expect.stringMatching(/:1:\d+ tiers\[0\]\.phases\[0\]\.category: there is no category `nothing`/) })
      stage.writePlan({ project: { budget: { usd: -1 } } })
      expect((await stage.command('config', 'validate')).code).toBe(2)
      expect((await stage.command('config', 'validate', '--repo', stage.folder)).code).toBe(0)
    }),

    'config validate holds models.yaml, pricing.yaml and the categories against each other': shows([], async (stage) => {
      const model = (billing: string): Document => ({ provider: 'one', name: 'm', family: 'm', billing, maxOutputTokens: 10 })
      const said = async (models: Document, prices: Document): Promise<{ readonly code: number; readonly stderr: string }> => {
        stage.writePlan({ models: { providers: { one: { kind: 'openai' } }, models: { big: model('metered'), gift: model('free') }, roles: { builder: everywhere('big', 'gift') }, ...models }, pricing: { prices } })
        return stage.command('config', 'validate')
      }
      const price = { input: 1, output: 1 }
      const limits = { monthly: { usd: 5, window: { kind: 'calendar', every: 'month' } } }
      expect(await said({ limits }, { big: price })).toMatchObject({ code: 0, stderr: '' })
      expect(await said({ limits }, {})).toMatchObject({ code: 2, stderr: expect.stringMatching(/models\.yaml:1:\d+ models\.big\.billing: `metered` needs a price, which `limits.monthly` would count/) })
      expect(await said({}, { big: price, bug: price })).toMatchObject({ code: 0, stderr: expect.stringMatching(/pricing\.yaml:1:\d+ prices\.bug: there is no model `bug`/) })
      expect(await said({}, { big: price, gift: price })).toMatchObject({ code: 0, stderr: expect.stringContaining('its price is never charged') })
      const two = { one: { kind: 'openai' }, two: { kind: 'openai' } }
      const few = (limit: Document): Document => ({ providers: two, limits: { few: { requests: 1, window: { kind: 'sliding', minutes: 60 }, ...limit } } })
      expect(await said(few({ provider: 'one', model: 'big' }), { big: price })).toMatchObject({ code: 0, stderr: '' })
      expect(await said(few({ provider: 'two', model: 'big' }), { big: price })).toMatchObject({ code: 2, stderr: expect.stringMatching(/models\.yaml:1:\d+ limits\.few\.model: the model `big` is of the provider `one`, not of `two`/) })
      expect(await said(few({ provider: 'two' }), { big: price })).toMatchObject({ code: 0, stderr: expect.stringContaining('no model is of this provider: it counts nothing') })
      expect(await said({ models: { big: { ...model('metered'), contextWindow: 9 }, gift: model('free') } }, { big: price })).toMatchObject({ code: 2, stderr: expect.stringContaining('models.big.contextWindow: request and answer together may have 9 tokens') })
      expect(await said({ roles: {} }, { big: price })).toMatchObject({ code: 0, stderr: expect.stringContaining('it is never asked') })
      expect(await said({ routing: { neverDowngrade: ['doc'] } }, { big: price })).toMatchObject({ code: 2, stderr: expect.stringMatching(/models\.yaml:1:\d+ routing\.neverDowngrade\[0\]: there is no category `doc` \(did you mean `docs`\?\)/) })
    }),

    'config explain says which layer won': shows(['command autopack config explain', 'argument autopack config explain [key]', 'option autopack config explain --plan', 'option autopack config explain --repo'], async (stage) => {
      const plan = stage.writePlan({ plan: { budget: { usd: 3 } }, project: { budget: { usd: 4 } } })
      const said = async (...args: readonly string[]): Promise<string> => (await stage.command('config', 'explain', ...args)).stdout
      expect(await said('budget.usd')).toMatch(/budget\.usd +4 +project .*config\.yaml:1/)
      expect(await said('budget.usd', '--plan', plan)).toMatch(/budget\.usd +3 +plan /)
      expect(await said('budget.usd', '--repo', stage.folder)).toMatch(/budget\.usd +10 +shipped .*strategy\.yaml/)
      expect((await said()).split('\n').length).toBeGreaterThan(20)
    }),

    'config schema and completion are made from the code': shows(['command autopack config schema', 'argument autopack config schema [file]', 'command autopack completion', 'argument autopack completion [shell]'], async (stage) => {
      const schema = async (file: string): Promise<Record<string, unknown>> => JSON.parse((await stage.command('config', 'schema', file)).stdout).properties
      expect(Object.keys(await schema('plan'))).toContain('tiers')
      expect(Object.keys(await schema('models'))).toContain('escalateAfter')
      for (const [kind, word] of [['bash', 'complete -o filenames'], ['zsh', '#compdef autopack'], ['fish', 'complete -c autopack']] as const) {
        expect(await stage.command('completion', kind)).toMatchObject({ code: 0, stdout: expect.stringContaining(word) })
      }
    }),
  },
}
