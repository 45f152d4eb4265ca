import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { answering, audit, built, change, everywhere, modelsAt, phaseOf } from '../stage/models.ts'
import { dataOf, endOf, failuresOf, messagesOf, outcomesOf, type Run } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

const phases = [{ id: 'a', ...built }]

const callsOf = (run: Run): readonly (readonly [string, string])[] => dataOf(run, 'call-start').map(({ role, model }) => [role, model] as const)

/** Laid over the models of `modelsAt`. */
function laid(base: Pick<Setup, 'models' | 'pricing'>, over: Document): Pick<Setup, 'models' | 'pricing'> {
  return { ...base, models: { ...base.models, ...over } }
}

const model = (provider: string, name: string, family: string, more: Document = {}): Document => ({ provider, name, family, billing: 'free', maxOutputTokens: 4096, ...more })

export const models: Theme = {
  subject: 'models.yaml',
  showings: {
    'says where a provider is, and which one serves a model': shows(['models providers.*.baseUrl', 'models models.*.provider', 'models models.*.name'], async (stage) => {
      const [here, there] = [await stage.model(answering(audit('approve'))), await stage.model(answering(audit('approve')))]
      const at = (provider: string): Setup => ({
        phases,
        models: {
          providers: { here: { kind: 'openai', baseUrl: here.url }, there: { kind: 'openai', baseUrl: there.url } },
          models: { writer: model(provider, `${provider}-1`, 'north') },
          roles: { builder: everywhere('writer') },
        },
      })
      for (const provider of ['here', 'there']) expect(endOf(await stage.run(at(provider)))).toBe('DONE_SUCCESS')
      expect([here, there].map(({ requests }) => requests.map((request) => request.model))).toEqual([['here-1'], ['there-1']])
    }),

    'names the variable that holds a key': shows(['models providers.*.apiKeyEnv'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const keyed = { phases, ...laid(modelsAt(server), { providers: { scripted: { kind: 'openai', baseUrl: server.url, apiKeyEnv: 'SCRIPTED_KEY' } } }) }
      expect(endOf(await stage.run(keyed, { environment: { SCRIPTED_KEY: 'sk-0123456789' } }))).toBe('DONE_SUCCESS')
      expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer sk-0123456789'])
      expect((await stage.refusal(keyed)).problems.join()).toContain('set SCRIPTED_KEY')
      expect(endOf(await stage.run({ phases, ...modelsAt(server) }))).toBe('DONE_SUCCESS')
      expect(server.requests[1]?.authorization).not.toContain('sk-')
    }),

    'says how long a provider may take': shows(['models providers.*.timeoutSeconds'], async (stage) => {
      const server = await stage.model(() => ({ fault: 'hung-socket' }))
      const hanging = (more: Document): Setup => ({ phases: [{ id: 'a', timeout: 0.08, ...built }], ...laid(modelsAt(server), { providers: { scripted: { kind: 'openai', baseUrl: server.url, ...more } } }) })
      const hasty = await stage.run(hanging({ timeoutSeconds: 0.2 }))
      expect([failuresOf(hasty), dataOf(hasty, 'call-end').map(({ failure }) => failure)]).toEqual([['infrastructure'], ['timeout']])
      expect(failuresOf(await stage.run(hanging({})))).toEqual(['budget'])
    }),

    'knows the protocols of providers': shows(
      ['openai', 'anthropic', 'google', 'google-generative-ai'].map((kind) => `models providers.*.kind=${kind}`),
      async (stage) => {
        const server = await stage.model(({ protocol }) => (protocol === 'openai' ? { fault: 'unauthorized' } : change({ 'a.md': 'x' })))
        const spoken = async (kind: string, url: string): Promise<Run> => stage.run({ phases, ...laid(modelsAt({ ...server, url }), { providers: { scripted: { kind, baseUrl: url, apiKeyEnv: 'SCRIPTED_KEY' } } }) }, { environment: { SCRIPTED_KEY: 'sk-0123456789' } })
        expect(failuresOf(await spoken('openai', server.url))).toEqual(['authentication'])
        expect(endOf(await spoken('anthropic', await server.start('anthropic')))).toBe('DONE_SUCCESS')
        for (const kind of ['google', 'google-generative-ai']) expect(endOf(await spoken(kind, await server.start('google')))).toBe('DONE_SUCCESS')
        expect(server.requests.map(({ protocol }) => protocol)).toEqual(['openai', 'anthropic', 'google', 'google'])
      },
    ),

    'knows no other protocol, and that only OpenAI’s does without a key': shows([], async (stage) => {
      const { url } = await stage.model([])
      const at = (kind: string): Setup => ({ phases, ...laid(modelsAt({ url }), { providers: { scripted: { kind, baseUrl: url } } }) })
      await expect(stage.refusal(at('telepathy'))).rejects.toMatchObject({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: expect.stringContaining('providers.scripted.kind') })
      await expect(stage.refusal(at('anthropic'))).rejects.toMatchObject({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: expect.stringContaining('providers.scripted.apiKeyEnv') })
    }),

    'has no more requests on their way to a provider than it takes': shows(['models providers.*.concurrency'], async (stage) => {
      const busy = { now: 0, most: 0 }
      const server = await stage.model(async (request) => {
        busy.most = Math.max(busy.most, (busy.now += 1))
        await new Promise((resolve) => void setTimeout(resolve, 400))
        busy.now -= 1
        return change({ [`${phaseOf(request)}.md`]: 'x\n' })
      })
      const most = async (more: Document): Promise<number> => {
        busy.most = 0
        const setup = { phases, ...laid(modelsAt(server), { providers: { scripted: { kind: 'openai', baseUrl: server.url, ...more } } }) }
        const runs = await Promise.all([1, 2, 3].map(() => stage.run(setup)))
        expect(runs.map(endOf)).toEqual(['DONE_SUCCESS', 'DONE_SUCCESS', 'DONE_SUCCESS'])
        return busy.most
      }
      expect(await most({ concurrency: 1 })).toBe(1)
      expect(await most({})).toBeGreaterThan(1)
    }),

    'does not send a model what its context cannot hold': shows(['models models.*.contextWindow'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const held = async (contextWindow: number): Promise<Run> => stage.run({ phases, strategy: { categories: { docs: { builderAttempts: 1 } } }, ...modelsAt({ ...server, model: { contextWindow } }) })
      expect(endOf(await held(100_000))).toBe('DONE_SUCCESS')
      const refused = await held(4100)
      expect([failuresOf(refused), messagesOf(refused), server.requests.length]).toEqual([['builder_error'], expect.stringContaining('writer takes 4100 tokens in all'), 1])
    }),

    'keeps reasoning models for the phases that ask for them': shows(
      ['models models.*.reasoning', ...['algorithmic_core', 'static_analysis', 'tricky_refactor'].map((tag) => `plan tiers.phases.tags=${tag}`)],
      async (stage) => {
        const server = await stage.model(answering(audit('approve')))
        const thinker = model('scripted', 'thinker-1', 'north', { reasoning: true })
        const asked = async (more: Document, reasoning = thinker): Promise<readonly string[]> => {
          const setup = laid(modelsAt(server), { models: { writer: model('scripted', 'writer-1', 'north'), thinker: reasoning }, roles: { builder: everywhere('writer', 'thinker') } })
          return callsOf(await stage.run({ phases: [{ id: 'a', ...built, ...more }], ...setup })).map(([, name]) => name)
        }
        expect(await asked({})).toEqual(['writer'])
        for (const tag of ['algorithmic_core', 'static_analysis', 'tricky_refactor']) expect(await asked({ tags: [tag] })).toEqual(['thinker'])
        expect(await asked({ tags: ['static_analysis'] }, model('scripted', 'thinker-1', 'north'))).toEqual(['writer'])
      },
    ),

    'says what an answer is charged that reports no usage': shows(['input', 'output'].map((part) => `models models.*.estimate.${part}`), async (stage) => {
      const server = await stage.model(() => ({ text: change({ 'a.md': 'a\n' }), usage: null }))
      const spent = async (more: Document): Promise<number> => (await stage.run({ phases, ...modelsAt({ ...server, price: { input: 1, output: 10 }, model: more }) })).view.spent.nanoUsd
      expect(await spent({ estimate: { input: 5000, output: 70 } })).toBe(5_000_000 + 700_000)
      expect(await spent({})).not.toBe(5_700_000)
    }),

    'limits an answer, and so what a call may cost': shows(['models models.*.maxOutputTokens'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const bounds = [1000, 2000].map(async (maxOutputTokens) => dataOf(await stage.run({ phases, ...modelsAt({ ...server, model: { maxOutputTokens } }) }), 'call-start')[0]?.bound.tokens ?? 0)
      const [one = 0, two = 0] = await Promise.all(bounds)
      expect(two - one).toBe(1000)
      expect(server.requests.map(({ maxTokens }) => maxTokens ?? 0).toSorted((one, other) => one - other)).toEqual([1000, 2000])
    }),

    'says who pays: by the call, by subscription or nobody': shows(['metered', 'subscription', 'free'].map((billing) => `models models.*.billing=${billing}`), async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const spent = async (billing: string): Promise<number> => (await stage.run({ phases, ...modelsAt({ ...server, price: { input: 1, output: 4 }, model: { billing } }) })).view.spent.nanoUsd
      expect(await spent('metered')).toBeGreaterThan(0)
      expect(await spent('subscription')).toBe(0)
      expect(await spent('free')).toBe(0)
      const unpriced = { phases, ...modelsAt({ ...server, model: { billing: 'metered' } }) }
      await expect(stage.refusal(unpriced)).rejects.toMatchObject({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: expect.stringContaining('`metered` needs a price') })
      expect(endOf(await stage.run({ phases, ...modelsAt({ ...server, model: { billing: 'subscription' } }) }))).toBe('DONE_SUCCESS')
    }),

    'gives a role its chain, which failed attempts move along': shows(['models escalateAfter'], async (stage) => {
      const asked = async (chain: readonly string[], escalateAfter: number): Promise<readonly string[]> => {
        // the first two answers are no change: only the third attempt can pass
        const server = await stage.model((request) => (request.number > 2 ? change({ 'a.md': 'a\n' }) : change({ 'README.md': '# A project\n' })))
        const roles = { builder: everywhere(...chain) }
        const run = await stage.run({ phases, strategy: { categories: { docs: { builderAttempts: 3 } } }, ...laid(modelsAt(server), { roles, escalateAfter }) })
        expect([endOf(run), failuresOf(run)]).toEqual(['DONE_SUCCESS', ['no_change', 'no_change']])
        return callsOf(run).map(([, name]) => name)
      }
      expect(await asked(['writer', 'reader'], 1)).toEqual(['writer', 'reader', 'reader'])
      expect(await asked(['writer', 'reader'], 2)).toEqual(['writer', 'writer', 'reader'])
      expect(await asked(['reader'], 1)).toEqual(['reader', 'reader', 'reader'])
    }),

    'has an author audited by another family, where there is one': shows(['models models.*.family', 'effect audit'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const audited = async (families: readonly [string, string], chain: readonly string[]): Promise<readonly unknown[]> => {
        const [one, other] = families
        const run = await stage.run({
          phases,
          ...laid(modelsAt(server), { models: { writer: model('scripted', 'writer-1', one), second: model('scripted', 'second-1', one), reader: model('scripted', 'reader-1', other) }, roles: { builder: everywhere('writer'), auditor: everywhere(...chain) } }),
        })
        return outcomesOf(run, 'audit').map((outcome) => (outcome.kind === 'audited' ? [outcome.model, outcome.independent] : [outcome.kind]))
      }
      expect(await audited(['north', 'south'], ['second', 'reader'])).toEqual([['reader', true]])
      expect(await audited(['north', 'north'], ['second', 'reader'])).toEqual([['second', false]])
      expect(await audited(['north', 'south'], ['second'])).toEqual([['second', false]])
    }),

    'has auditors for whatever a phase’s author will be, or says so before anything is spent': shows(['models providers.*.apiKeyEnv'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const at = (family: string): Setup => ({
        phases,
        ...laid(modelsAt(server), {
          providers: { scripted: { kind: 'openai', baseUrl: server.url }, keyed: { kind: 'openai', baseUrl: server.url, apiKeyEnv: 'SCRIPTED_KEY' } },
          models: { writer: model('scripted', 'writer-1', 'north'), second: model('scripted', 'second-1', family), reader: model('keyed', 'reader-1', 'south') },
          roles: { builder: everywhere('writer'), auditor: everywhere('second', 'reader') },
        }),
      })
      expect((await stage.refusal(at('north'))).problems).toEqual([expect.stringMatching(/^phase a is audited by a model: reader needs the provider keyed, .*set SCRIPTED_KEY/)])
      expect(server.requests).toEqual([])
      expect(endOf(await stage.run(at('east')))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run(at('north'), { environment: { SCRIPTED_KEY: 'sk-0123456789' } }))).toBe('DONE_SUCCESS')
    }),

    'has a chain for each complexity, for auditors too': shows(['low', 'medium', 'high'].map((level) => `models roles.auditor.${level}`), async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const three = Object.fromEntries(['first', 'second', 'third'].map((name) => [name, model('scripted', `${name}-1`, 'south')]))
      const roles = { auditor: { low: ['first'], medium: ['second'], high: ['third'] } }
      const ranked = ['low', 'medium', 'high'].map((complexity) => ({ id: complexity, complexity, builder: shell(`echo ${complexity} > ${complexity}.md`) }))
      const run = await stage.run({ phases: ranked, ...laid(modelsAt(server), { models: three, roles }) })
      expect(callsOf(run)).toEqual([['auditor', 'first'], ['auditor', 'second'], ['auditor', 'third']])
      expect(server.requests.map(phaseOf)).toEqual(['low', 'medium', 'high'])
    }),
  },
}
