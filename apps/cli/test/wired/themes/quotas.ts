import type { WireUsage } from '@autopack/testkit'
import { expect } from 'vitest'
import type { Document, Setup } from '../stage/documents.ts'
import { answering, audit, built, change, modelsAt, phaseOf } from '../stage/models.ts'
import { dataOf, endOf, messagesOf, type Run } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const two = [{ id: 'a', ...built }, { id: 'b', ...built }]
const hour = 3_600_000
const rolling: Document = { kind: 'sliding', minutes: 60 }

type Server = Awaited<ReturnType<Stage['model']>>

/** Limits have names of their own for each run, for all runs of a stage are counted together. */
let named = 0

function limited({ url }: Server, limit: Document, more: Partial<Parameters<typeof modelsAt>[0]> = {}): Setup {
  named += 1
  const base = modelsAt({ url, ...more })
  const other = { providers: { ...(base.models?.['providers'] as Document | undefined), other: { kind: 'openai', baseUrl: url } } }
  return { phases: two, ...base, models: { ...base.models, ...other, limits: { [`limit_${named}`]: { window: rolling, ...limit } } } }
}

function rolesOf(run: Run): readonly string[] {
  return dataOf(run, 'call-start').map(({ role }) => role)
}

/** When the phase `b` goes on, from now; null where it does not wait. */
function waitOf(run: Run): number | null {
  const until = run.view.phases['b']?.waiting?.until ?? null
  return until === null ? null : until - Date.now()
}

export const quotas: Theme = {
  subject: 'limits of models.yaml',
  showings: {
    'let a phase wait that finds no room, whatever calls they are of': shows(['models limits.*.requests', 'models limits.*.provider', 'models limits.*.model', 'models limits.*.window.kind=sliding', 'wait quota', 'cap quota'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const ends = async (limit: Document): Promise<string> => endOf(await stage.run(limited(server, limit)))
      expect(await ends({ requests: 1 })).toBe('waiting for quota')
      expect(await ends({ requests: 2 })).toBe('DONE_SUCCESS')
      expect(await ends({ requests: 1, provider: 'scripted' })).toBe('waiting for quota')
      expect(await ends({ requests: 1, provider: 'other' })).toBe('DONE_SUCCESS')
      expect(await ends({ requests: 1, model: 'writer' })).toBe('waiting for quota')
      expect(await ends({ requests: 1, model: 'reader' })).toBe('DONE_SUCCESS')
    }),

    'count one role’s calls': shows(['models limits.*.role=builder', 'models limits.*.role=auditor'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const roles = async (limit: Document): Promise<readonly string[]> => rolesOf(await stage.run(limited(server, limit, { auditor: true })))
      expect(await roles({ requests: 1, role: 'builder' })).toEqual(['builder', 'auditor'])
      expect(await roles({ requests: 2, role: 'builder' })).toHaveLength(4)
      expect(await roles({ requests: 1, role: 'auditor' })).toEqual(['builder', 'auditor'])
      expect(await roles({ requests: 3 })).toEqual(['builder', 'auditor'])
    }),

    'are looked at before a phase begins: nothing is paid for a change that could not be audited': shows(['models limits.*.tokens', 'models limits.*.role=auditor'], async (stage) => {
      const usage: WireUsage = { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 }
      const server = await stage.model((request) => ({ text: request.schemaName === 'audit' ? audit('approve') : change({ [`${phaseOf(request)}.md`]: 'x\n' }), usage }))
      const ran = (limit: Document): Promise<Run> => stage.run(limited(server, limit, { auditor: true }))
      // a build is held for 6,700 tokens and an audit for 5,800; each uses 1,000
      const short = await ran({ tokens: 8750 })
      expect([endOf(short), rolesOf(short), short.view.phases['b']?.state]).toEqual(['waiting for quota', ['builder', 'auditor'], 'EXECUTING'])
      expect(endOf(await ran({ tokens: 12_000 }))).toBe('DONE_SUCCESS')
      for (const [limit, cause] of [[{ tokens: 6800 }, 'the calls of one phase may take more than all'], [{ tokens: 3000, role: 'auditor' }, 'its audit: one call may take more than all']] as const) {
        const refused = await ran(limit)
        expect([endOf(refused), rolesOf(refused)]).toEqual(['DONE_FAILED_ENVIRONMENT', []])
        expect(messagesOf(refused)).toContain(cause)
      }
    }),

    'count tokens or money': shows(['models limits.*.tokens', 'models limits.*.usd'], async (stage) => {
      const usage: WireUsage = { prompt_tokens: 100_000, completion_tokens: 1, total_tokens: 100_001 }
      const server = await stage.model((request) => ({ text: change({ [`${phaseOf(request)}.md`]: 'x\n' }), usage }))
      const ends = async (limit: Document): Promise<string> => endOf(await stage.run(limited(server, limit, { price: { input: 1, output: 1 } })))
      expect(await ends({ tokens: 102_000 })).toBe('waiting for quota')
      expect(await ends({ tokens: 300_000 })).toBe('DONE_SUCCESS')
      expect(await ends({ usd: 0.102 })).toBe('waiting for quota')
      expect(await ends({ usd: 0.3 })).toBe('DONE_SUCCESS')
    }),

    'are told of at their soft threshold': shows(['models limits.*.soft'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const levels = async (limit: Document): Promise<readonly string[]> => dataOf(await stage.run(limited(server, { requests: 10, ...limit })), 'cap-alert').map(({ cap, level }) => `${cap} ${level}`)
      expect(await levels({ soft: 0.2 })).toEqual(['quota soft'])
      expect(await levels({})).toEqual([])
    }),

    'are told of at three quarters and at nine tenths': shows(['models limits.*.tokens'], async (stage) => {
      const usage: WireUsage = { prompt_tokens: 100_000, completion_tokens: 1, total_tokens: 100_001 }
      const server = await stage.model((request) => ({ text: change({ [`${phaseOf(request)}.md`]: 'x\n' }), usage }))
      // two calls: of 300,000 they are two thirds
      const levels = async (tokens: number): Promise<readonly string[]> => dataOf(await stage.run(limited(server, { tokens, soft: 0.8 })), 'cap-alert').map(({ cap, level }) => `${cap} ${level}`)
      expect(await levels(300_000)).toEqual([])
      expect(await levels(260_000)).toEqual(['quota at-75'])
      expect(await levels(230_000)).toEqual(['quota at-75', 'quota soft'])
      expect(await levels(215_000)).toEqual(['quota at-75', 'quota soft', 'quota at-90'])
    }),

    'are told of by what the provider counts too': shows(['models limits.*.window.kind=provider'], async (stage) => {
      const headers = { 'x-ratelimit-limit-requests': '100', 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '1h' }
      const server = await stage.model((request) => ({ text: change({ [`${phaseOf(request)}.md`]: 'x\n' }), headers }))
      const told = async (window: Document): Promise<readonly (readonly unknown[])[]> => dataOf(await stage.run(limited(server, { requests: 100, window })), 'cap-alert').map(({ level, used }) => [level, used])
      expect(await told({ kind: 'provider', name: 'requests' })).toEqual([['at-75', 95], ['soft', 95], ['at-90', 95]])
      expect(await told(rolling)).toEqual([])
    }),

    'hold for a window that rolls, or opens with the first charge': shows(['models limits.*.window.minutes', 'models limits.*.window.kind=anchored'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const wait = async (window: Document): Promise<number> => waitOf(await stage.run(limited(server, { requests: 1, window }))) ?? 0
      for (const minutes of [60, 600]) {
        const [anchored, sliding] = [await wait({ kind: 'anchored', minutes }), await wait({ kind: 'sliding', minutes })]
        expect(anchored / hour).toBeGreaterThan((minutes / 60) * 0.9)
        expect(anchored / hour).toBeLessThanOrEqual(minutes / 60)
        expect(sliding / hour).toBeGreaterThan((minutes / 60) * 0.99)
        expect(sliding / hour).toBeLessThanOrEqual((minutes / 60) * (13 / 12))
      }
    }),

    'hold for a day, a week or a month of a time zone': shows(
      ['models limits.*.window.kind=calendar', 'models limits.*.window.timeZone', ...['day', 'week', 'month'].map((every) => `models limits.*.window.every=${every}`)],
      async (stage) => {
        const server = await stage.model(answering(audit('approve')))
        const until = async (window: Document): Promise<Date> => new Date((await stage.run(limited(server, { requests: 1, window: { kind: 'calendar', ...window } }))).view.phases['b']?.waiting?.until ?? 0)
        const [day, week, month] = [await until({ every: 'day' }), await until({ every: 'week' }), await until({ every: 'month' })]
        expect([day, week, month].map((end) => end.getTime() % (24 * hour))).toEqual([0, 0, 0])
        expect(day.getTime() - Date.now()).toBeLessThanOrEqual(24 * hour)
        expect(week.getUTCDay()).toBe(1)
        expect(month.getUTCDate()).toBe(1)
        expect((await until({ every: 'day', timeZone: 'Asia/Kolkata' })).getTime() % (24 * hour)).toBe(18.5 * hour)
      },
    ),

    'hold until the time that the provider names': shows(['models limits.*.window.kind=provider'], async (stage) => {
      const server = await stage.model((request) => (request.number % 3 === 2 ? { fault: 'rate-limited', resetAfterMs: 300 } : change({ [`${phaseOf(request)}.md`]: 'x\n' })))
      // of each run the second request is told to wait: with it two are used
      expect(endOf(await stage.run(limited(server, { requests: 2, window: { kind: 'provider' } })))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run(limited(server, { requests: 2 })))).toBe('waiting for quota')
    }),

    'follow what the provider counts itself, of the window that they name': shows(['models limits.*.window.name'], async (stage) => {
      const headers = { 'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '400', 'x-ratelimit-reset-requests': '1h', 'x-ratelimit-limit-tokens': '9000', 'x-ratelimit-remaining-tokens': '8999', 'x-ratelimit-reset-tokens': '1h' }
      const server = await stage.model((request) => ({ text: change({ [`${phaseOf(request)}.md`]: 'x\n' }), headers }))
      const ends = async (amount: Document, window: Document): Promise<string> => endOf(await stage.run(limited(server, { ...amount, window: { kind: 'provider', ...window } })))
      expect(await ends({ requests: 100 }, { name: 'requests' })).toBe('waiting for quota')
      expect(await ends({ requests: 100 }, { name: 'tokens' })).toBe('DONE_SUCCESS')
      expect(await ends({ requests: 102 }, { name: 'requests' })).toBe('DONE_SUCCESS')
    }),

    'are an incident where they have nothing left, which the run’s drawing and its watchers see': shows(['event incident-record'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const ran = async (run: string, limit: Document): Promise<readonly string[]> => {
        const plan = stage.writePlan(limited(server, limit))
        await stage.command('run', plan, '--run-id', run)
        return [(await stage.command('show', run)).stdout, (await stage.command('watch', run)).stderr, (await stage.command('watch', run, '--json')).stdout]
      }
      const [shown, watched, told] = await ran('short', { requests: 1 })
      expect(shown).toMatch(/Incidents +limit_\d+ has nothing left/)
      expect(watched).toMatch(/incident: limit_\d+ has nothing left/)
      expect(told).toContain('"type":"incident-record"')
      expect((await ran('enough', { requests: 9 })).join()).not.toContain('ncident')
    }),

    'end a command with a code of their own, now and until then': shows(['exit 7', 'command autopack resume'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const plan = stage.writePlan(limited(server, { requests: 1 }))
      expect((await stage.exited(stage.process('run', plan, '--run-id', 'r'))).code).toBe(7)
      expect((await stage.command('show', 'r')).stdout).toContain('waiting for a quota')
      expect((await stage.exited(stage.process('resume', 'r'))).code).toBe(7)
      expect(server.requests).toHaveLength(1)
    }),
  },
}
