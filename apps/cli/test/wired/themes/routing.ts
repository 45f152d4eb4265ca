import { expect } from 'vitest'
import type { Document, Setup } from '../stage/documents.ts'
import { answering, audit, built, change, everywhere } from '../stage/models.ts'
import { dataOf, endOf, type Run } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

type Server = Awaited<ReturnType<Stage['model']>>

const modelsOf = (run: Run): readonly string[] => dataOf(run, 'call-start').map(({ model }) => model)
const prices = { first: 5, second: 1, third: 9 } as const

/** Three models of one server, the second of them the cheapest. */
function routed({ url }: Server, chain: readonly string[], routing: Document, more: Document = {}): Setup {
  const model = (name: string): Document => ({ provider: 'scripted', name: `${name}-1`, family: name, billing: 'metered', maxOutputTokens: 4096 })
  return {
    phases: [{ id: 'a', ...built }],
    models: {
      providers: { scripted: { kind: 'openai', baseUrl: url } },
      models: Object.fromEntries(Object.keys(prices).map((name) => [name, model(name)])),
      roles: { builder: everywhere(...chain) },
      routing,
      ...more,
    },
    pricing: { prices: Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, { input: price, output: price }])) },
  }
}

/** A limit that has room for one call of a model; its name is the run's own. */
function once(model: string, name: string): Document {
  return { limits: { [name]: { model, requests: 1, window: { kind: 'sliding', minutes: 60 } } } }
}

const two = [{ id: 'a', ...built }, { id: 'b', ...built }]

export const routing: Theme = {
  subject: 'routing of models.yaml',
  showings: {
    'says where in its chain a category begins': shows(['progressive', 'cheap_first', 'best_first'].map((strategy) => `models routing.strategies.*=${strategy}`), async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const asked = async (strategy: string): Promise<readonly string[]> => modelsOf(await stage.run(routed(server, ['first', 'second', 'third'], { strategies: { docs: strategy } })))
      expect([await asked('progressive'), await asked('cheap_first'), await asked('best_first')]).toEqual([['first'], ['second'], ['third']])
      expect(modelsOf(await stage.run(routed(server, ['third', 'first'], {})))).toEqual(['third'])
    }),

    'names who stands in where a chain may not be called': shows(['models routing.fallbacks.*'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const run = await stage.run({ ...routed(server, ['first'], { fallbacks: { docs: ['second'] } }, once('first', 'with')), phases: two })
      expect([endOf(run), modelsOf(run)]).toEqual(['DONE_SUCCESS', ['first', 'second']])
      const later = await stage.run({ ...routed(server, ['first', 'third', 'second'], { fallbacks: { docs: ['second'] } }, once('first', 'later')), phases: two })
      expect([endOf(later), modelsOf(later)]).toEqual(['DONE_SUCCESS', ['first', 'second']])
      expect(endOf(await stage.run({ ...routed(server, ['first'], { fallbacks: { tests: ['second'] } }, once('first', 'without')), phases: two }))).toBe('waiting for quota')
    }),

    'names categories that wait rather than be served by less': shows(['models routing.neverDowngrade'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const asked = async (neverDowngrade: readonly string[], name: string): Promise<readonly [string, readonly string[]]> => {
        const run = await stage.run({ ...routed(server, ['second', 'third'], { strategies: { docs: 'best_first' }, neverDowngrade, fallbacks: { docs: ['first'] } }, once('third', name)), phases: two })
        return [endOf(run), modelsOf(run)]
      }
      expect(await asked([], 'any')).toEqual(['DONE_SUCCESS', ['third', 'second']])
      expect(await asked(['docs'], 'never')).toEqual(['waiting for quota', ['third']])
    }),

    'keeps the strongest models for what has failed, or is critical before it is built': shows(
      ['models', 'afterFailed.highRisk', 'afterFailed.otherwise', 'categories'].map((key) => `models routing.strongest.${key}`),
      async (stage) => {
        const asked = async (strongest: Document, category: Document = {}): Promise<readonly string[]> => {
          // the first two answers are no change: only the third attempt can pass
          const server = await stage.model((request) => (request.number > 2 ? change({ 'a.md': 'a\n' }) : change({ 'README.md': '# A project\n' })))
          const setup = routed(server, ['first', 'third'], { strongest: { models: ['third'], afterFailed: { highRisk: 9, otherwise: 9 }, categories: [], ...strongest } })
          return modelsOf(await stage.run({ ...setup, strategy: { categories: { docs: { builderAttempts: 3, ...category } } } }))
        }
        expect(await asked({})).toEqual(['first', 'first', 'first'])
        expect(await asked({ models: ['second'] })).toEqual(['first', 'third', 'third'])
        expect(await asked({ afterFailed: { highRisk: 9, otherwise: 1 } })).toEqual(['first', 'first', 'third'])
        expect(await asked({ afterFailed: { highRisk: 0, otherwise: 9 } }, { highRisk: true })).toEqual(['first', 'third', 'third'])
        expect(await asked({ categories: ['docs'] })).toEqual(['third', 'third', 'third'])
      },
    ),

    'serves a phase of critical risk by the strongest from the start': shows(['plan tiers.phases.risk=critical'], async (stage) => {
      const server = await stage.model(answering(audit('approve')))
      const asked = async (more: Document): Promise<readonly string[]> =>
        modelsOf(await stage.run({ ...routed(server, ['first', 'third'], { strongest: { models: ['third'], afterFailed: { highRisk: 9, otherwise: 9 }, categories: [] } }), phases: [{ id: 'a', ...built, ...more }] }))
      expect(await asked({ risk: 'critical' })).toEqual(['third'])
      expect(await asked({})).toEqual(['first'])
    }),
  },
}
