import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import type { Document } from '../stage/documents.ts'
import { answering, audit, built, everywhere, modelsAt } from '../stage/models.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const limit = (amount: Document): Document => ({ ...amount, window: { kind: 'anchored', minutes: 60 } })

/** Runs one phase built by a model, under limits on requests and money. */
async function built1(stage: Stage, ...options: readonly string[]): Promise<void> {
  const base = modelsAt({ ...(await stage.model(answering(audit('approve')))), price: { input: 1, output: 4 } })
  const models = { ...base.models, limits: { calls: limit({ requests: 4 }), spent: limit({ usd: 5 }) } }
  await stage.command('run', stage.writePlan({ phases: [{ id: 'a', ...built }], ...base, models }), '--run-id', 'r', ...options)
}

/** What no command does. */
function changeLedger({ environment }: Stage, sql: string): void {
  const ledger = new DatabaseSync(join(environment['XDG_STATE_HOME'] ?? join(environment['HOME'] ?? '', '.local', 'state'), 'autopack', 'ledger.db'))
  ledger.exec(sql)
  ledger.close()
}

export const quotaCommands: Theme = {
  subject: 'commands about quotas and routes',
  showings: {
    'tell what is left of each limit, and count what was used elsewhere': shows(
      ['command autopack quota show', 'option autopack quota show --json', 'command autopack quota adjust', 'argument autopack quota adjust [limit]', 'argument autopack quota adjust [amount]', 'option autopack quota adjust --note', 'option autopack quota show --repo', 'option autopack quota adjust --repo'],
      async (stage) => {
        await built1(stage)
        expect((await stage.command('quota', 'show')).stdout).toMatch(/calls +25 % +1 requests of 4 requests/)
        expect(await stage.command('quota', 'adjust', 'calls', '2', '--note', 'by hand')).toMatchObject({ code: 0, stdout: expect.stringContaining('3 requests of 4') })
        expect(await stage.command('quota', 'adjust', 'spent', '1.5')).toMatchObject({ code: 0 })
        const states = (await stage.command('quota', 'show', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line))
        expect(states).toMatchObject([{ limit: 'calls', used: 3, hard: 4 }, { limit: 'spent', unit: 'usd' }])
        expect(states[1].used).toBeGreaterThan(1_500_000_000)
        const away = async (...args: readonly string[]): Promise<number> => (await stage.commandIn({ cwd: stage.folder }, 'quota', ...args)).code
        expect([await away('show'), await away('show', '--repo', stage.root)]).toEqual([75, 0])
        expect([await away('adjust', 'calls', '1'), await away('adjust', 'calls', '1', '--repo', stage.root)]).toEqual([75, 0])
        expect(await stage.command('quota', 'adjust', 'nothing', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('no limit nothing') })
      },
    ),

    'ask a provider again before its time, where somebody knows better': shows(['command autopack quota clear', 'argument autopack quota clear [provider]', 'option autopack quota clear --repo'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const run = async (name: string): Promise<number> => (await stage.command('run', stage.writePlan({ phases: [{ id: 'a', ...built }], ...modelsAt(server) }), '--run-id', name)).code
      const clear = async (provider: string): ReturnType<Stage['command']> => stage.commandIn({ cwd: stage.folder }, 'quota', 'clear', provider, '--repo', stage.root)
      for (const [fault, code, said] of [['rate-limited', 7, 'Rate limit reached'], ['model-limited', 7, 'for writer-1'], ['no-credit', 4, 'check your plan and billing']] as const) {
        server.inject({ fault, resetAfterMs: 3_600_000 })
        expect([await run(`${fault}-1`), await run(`${fault}-2`)]).toEqual([code, code])
        expect(await clear('scripted')).toMatchObject({ code: 0, stdout: expect.stringMatching(`scripted is asked again[^]*until \\d{4}-[^]*${said}`) })
        expect(await run(`${fault}-3`)).toBe(0)
      }
      expect(await clear('scripted')).toMatchObject({ code: 0, stdout: 'scripted is not waited for\n' })
      expect(await clear('nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('nobody') })
      expect(server.requests).toHaveLength(6)
    }),

    'still count what was used where a window has been cut otherwise': shows(['command autopack quota show'], async (stage) => {
      const base = modelsAt(await stage.model(answering(audit('approve'))))
      const under = (window: Document): string => stage.writePlan({ phases: [{ id: 'a', ...built }], ...base, models: { ...base.models, limits: { calls: { requests: 4, window } } } })
      const shown = async (): Promise<string> => (await stage.command('quota', 'show')).stdout
      const week: Document = { kind: 'sliding', minutes: 10_080 }
      for (const [index, window] of [{ kind: 'calendar', every: 'month' }, week, { kind: 'anchored', minutes: 300 }, { kind: 'sliding', minutes: 60 }].entries()) {
        const plan = under(window)
        if (index > 0) expect(await shown()).toContain(`${index} requests of 4`)
        expect((await stage.command('run', plan, '--run-id', `r${index}`)).code).toBe(0)
      }
      expect((await stage.command('run', under(week), '--run-id', 'full')).code).toBe(7)
      expect(await shown()).toMatch(/4 requests of 4 .*until \d{4}-|4 requests of 4 /)
    }),

    'compute wrong counters anew, and say which they were': shows(['command autopack quota rebuild', 'option autopack quota rebuild --repo'], async (stage) => {
      await built1(stage)
      const rebuilt = async (): Promise<string> => (await stage.commandIn({ cwd: stage.folder }, 'quota', 'rebuild', '--repo', stage.root)).stdout
      expect(await rebuilt()).toBe('every counter is the sum of what is written down\n')
      changeLedger(stage, "UPDATE buckets SET posted = 3 WHERE bucket LIKE 'requests:quota/calls%'")
      expect((await stage.command('quota', 'show')).stdout).toMatch(/calls +75 %/)
      expect(await rebuilt()).toMatch(/were wrong[^]*requests:quota\/calls\S* +3 used, 0 held +1 used, 0 held/)
      expect((await stage.command('quota', 'show')).stdout).toMatch(/calls +25 %/)
    }),

    'forget single calls of long ago, never what they used': shows(['command autopack gc'], async (stage) => {
      await built1(stage)
      expect((await stage.command('gc')).stderr).toContain('and 0 old calls')
      changeLedger(stage, 'UPDATE operations SET reserved_at = 0; UPDATE decisions SET at = 0')
      expect((await stage.command('gc', '--dry-run')).stderr).toContain('and 1 old call')
      expect((await stage.command('explain', 'a', 'r')).code).toBe(0)
      expect((await stage.command('gc')).stderr).toContain('and 1 old call')
      expect((await stage.command('explain', 'a', 'r')).code).toBe(2)
      expect((await stage.command('quota', 'show')).stdout).toMatch(/calls +25 %/)
      expect((await stage.command('quota', 'rebuild')).stdout).toContain('every counter is the sum')
    }),

    'find the run that they are about, from anywhere': shows(['explain', 'simulate'].flatMap((command) => [`option autopack ${command} --repo`, `option autopack ${command} --state`]), async (stage) => {
      const state = `${stage.folder}/state`
      await built1(stage, '--state', state)
      const file = `${stage.root}/.autopack/models.yaml`
      for (const args of [['explain', 'a', 'r'], ['simulate', 'r', '--models', file]]) {
        const said = async (...options: readonly string[]): Promise<string> => (await stage.commandIn({ cwd: stage.folder }, ...args, ...options)).stdout
        expect([await said('--state', state), await said('--repo', stage.root)]).toEqual(['', ''])
        expect(await said('--repo', stage.root, '--state', state)).toContain('writer')
      }
    }),

    'say why calls went where they did, and why others went nowhere': shows(
      ['command autopack explain', 'argument autopack explain [call]', 'argument autopack explain [run]', 'option autopack explain --json'],
      async (stage) => {
        const server = await stage.model(answering(audit('approve')))
        const base = modelsAt({ ...server, price: { input: 1, output: 4 } })
        const models = { ...base.models, roles: { builder: everywhere('writer', 'reader') }, limits: { calls: limit({ requests: 2 }) } }
        const run = async (name: string, ...ids: readonly string[]): Promise<void> => void (await stage.command('run', stage.writePlan({ phases: ids.map((id) => ({ id, ...built })), ...base, models }), '--run-id', name))
        await run('r', 'a')
        const explained = (await stage.command('explain', 'a', 'r')).stdout
        expect(explained).toMatch(/^r\/a\/\S+ +\S+\n +writer +taken +builder, low complexity\n +reader +not +for after more than 0 failed attempts\n +charged \S+, as the provider reported\n$/)
        const call = explained.split(' ')[0] ?? ''
        // the name says its run, and that of a call all its sends
        for (const name of [call, call.slice(0, call.lastIndexOf('/'))]) expect((await stage.command('explain', name)).stdout).toBe(explained)
        server.inject({ fault: 'rate-limited', resetAfterMs: 3_600_000 })
        await run('s', 'a', 'b')
        const told = (await stage.command('explain', 'a', 's', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line))
        expect(told).toMatchObject([{ taken: 'writer' }, { phase: 'a', taken: null, candidates: [{ model: 'writer', because: expect.stringContaining('told to wait until') }, { model: 'reader' }] }])
        expect((await stage.command('explain', 'a')).stdout).toMatch(/nothing was sent[^]*\na +waits +/)
        expect((await stage.command('explain', 'b')).stdout).toMatch(/^b +waits +scripted: no room for a call before/)
        expect(await stage.command('explain', 'nothing', 'r')).toMatchObject({ code: 2, stderr: expect.stringContaining('it has: a') })
      },
    ),

    'say of a decision that another version recorded that it is unknown, and of the others what they know': shows(['command autopack explain', 'command autopack simulate'], async (stage) => {
      await built1(stage)
      changeLedger(stage, `INSERT INTO decisions (operation, run, phase, at, decision) SELECT operation || '9', run, phase, at, '{"request":{},"situation":{},"decision":{}}' FROM decisions`)
      expect(await stage.command('explain', 'a', 'r')).toMatchObject({ code: 0, stdout: expect.stringMatching(/writer +taken[^]*another version recorded it: why is unknown/) })
      expect(await stage.command('simulate', 'r', '--models', `${stage.root}/.autopack/models.yaml`)).toMatchObject({ code: 0, stdout: expect.stringMatching(/writer +writer[^]*unknown: what was decided: another version recorded it[^]*0 of 2 calls would go elsewhere/) })
    }),

    'say where calls would go under another models.yaml, and what nobody can know of it': shows(
      ['command autopack simulate', 'argument autopack simulate [run]', 'option autopack simulate --models', 'option autopack simulate --pricing', 'option autopack simulate --json'],
      async (stage) => {
        await built1(stage)
        const { models } = modelsAt(await stage.model(answering(audit('approve'))))
        const file = (name: string, more: Document): string => stage.write(name, JSON.stringify({ version: 1, escalateAfter: 1, ...models, ...more }))
        const other = file('other.yaml', { roles: { builder: everywhere('reader') }, limits: { fresh: limit({ tokens: 1000 }) } })
        expect((await stage.command('simulate', 'r', '--models', other)).stdout).toMatch(/writer +(reader|none)[^]*unknown: the use of the limit fresh[^]*1 of 1 call would go elsewhere/)
        const reader = file('reader.yaml', { roles: { builder: everywhere('reader') } })
        expect((await stage.command('simulate', 'r', '--models', reader)).stdout).toMatch(/writer +reader[^]*unknown: what reader would have answered[^]*is unknown, and so which calls would have followed/)
        expect(JSON.parse((await stage.command('simulate', 'r', '--models', reader, '--json')).stdout)).toMatchObject({ was: 'writer', would: 'reader' })
        const costly = file('costly.yaml', { roles: { builder: everywhere('reader') }, models: { reader: { provider: 'scripted', name: 'reader-1', family: 'south', billing: 'metered', maxOutputTokens: 4096 } } })
        const priced = (price: number): string => stage.write('prices.yaml', JSON.stringify({ version: 1, prices: { reader: { input: price, output: price } } }))
        const [cheap] = [JSON.parse((await stage.command('simulate', 'r', '--models', costly, '--pricing', priced(1), '--json')).stdout)]
        const [dear] = [JSON.parse((await stage.command('simulate', 'r', '--models', costly, '--pricing', priced(3), '--json')).stdout)]
        expect([cheap.would, dear.boundWould]).toEqual(['reader', 3 * cheap.boundWould])
        expect((await stage.command('simulate', 'r', '--models', costly, '--pricing', stage.write('none.yaml', JSON.stringify({ version: 1, prices: {} })))).stdout).toMatch(/writer +none +.*reader: reader is metered and has no price/)
        const same = file('same.yaml', {})
        expect((await stage.command('simulate', 'r', '--models', same)).stdout).toContain('0 of 1 call would go elsewhere')
        expect((await stage.command('simulate', '--models', 'nowhere.yaml')).code).toBe(2)
      },
    ),
  },
}
