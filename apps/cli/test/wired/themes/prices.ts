import type { WireUsage } from '@autopack/testkit'
import { expect } from 'vitest'
import type { Document, Setup } from '../stage/documents.ts'
import { built, change, modelsAt } from '../stage/models.ts'
import { dataOf, endOf } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

/** Another number of each class, so that none can be taken for another. */
const usage: WireUsage = {
  prompt_tokens: 111_000,
  completion_tokens: 1100,
  total_tokens: 112_100,
  prompt_tokens_details: { cached_tokens: 10_000, cache_write_tokens: 100_000 },
  completion_tokens_details: { reasoning_tokens: 1000 },
}

const tokens = { input: 1000, cacheRead: 10_000, cacheWrite: 100_000, output: 100, reasoning: 1000 } as const

export const prices: Theme = {
  subject: 'pricing.yaml',
  showings: {
    'every class of tokens costs its own price, or that of what it is part of': shows(Object.keys(tokens).map((kind) => `pricing prices.*.${kind}`), async (stage) => {
      const server = await stage.model(() => ({ text: change({ 'a.md': 'a\n' }), usage }))
      const spent = async (price: Readonly<Record<string, number>>): Promise<number> => {
        const run = await stage.run({ phases: [{ id: 'a', ...built }], ...modelsAt({ ...server, price: { input: 0, output: 0, ...price } }) })
        expect([endOf(run), dataOf(run, 'call-end')[0]?.usage]).toEqual(['DONE_SUCCESS', tokens])
        return run.view.spent.nanoUsd / 1000
      }
      const rest = { cacheRead: 0, cacheWrite: 0, reasoning: 0 }
      for (const [kind, count] of Object.entries(tokens)) expect(await spent({ ...rest, [kind]: 1 }), kind).toBe(count)
      expect(await spent({ input: 1, output: 0 })).toBe(tokens.input + tokens.cacheRead + tokens.cacheWrite)
      expect(await spent({ input: 0, output: 1 })).toBe(tokens.output + tokens.reasoning)
    }),

    'what is written to be kept for an hour costs more than what is kept for minutes, and where nobody tells it may be all': shows(
      ['pricing prices.*.cacheWriteHour', 'pricing prices.*.changes.cacheWriteHour'],
      async (stage) => {
        const details = { cached_tokens: 0, cache_write_tokens: 100_000, cache_write_hour_tokens: 30_000 }
        const server = await stage.model(() => ({ text: change({ 'a.md': 'a\n' }), usage: { prompt_tokens: 100_000, completion_tokens: 1, total_tokens: 100_001, prompt_tokens_details: details } }))
        const urls = { openai: server.url, anthropic: await server.start('anthropic') }
        const spent = async (kind: keyof typeof urls, price: Document): Promise<number> => {
          const { models, pricing = {} } = modelsAt({ ...server, price: { input: 0, output: 0, ...price } })
          const setup = { phases: [{ id: 'a', ...built }], pricing, models: { ...models, providers: { scripted: { kind, baseUrl: urls[kind], apiKeyEnv: 'SCRIPTED_KEY' } } } }
          const run = await stage.run(setup, { environment: { SCRIPTED_KEY: 'sk-0123456789' } })
          expect(endOf(run)).toBe('DONE_SUCCESS')
          return run.view.spent.nanoUsd / 1000
        }
        const both = { cacheWrite: 1, cacheWriteHour: 2 }
        for (const price of [both, { changes: [{ from: '2020-01-01', input: 0, output: 0, ...both }] }]) {
          expect(await spent('anthropic', price)).toBe(70_000 + 2 * 30_000)
          expect(await spent('openai', price)).toBe(2 * 100_000)
        }
        expect(await spent('anthropic', { cacheWrite: 1 })).toBe(100_000)
      },
    ),

    'an answer that was given up costs what had come of it, where only its beginning was reported': shows([], async (stage) => {
      const server = await stage.model(() => ({ fault: 'hung-stream' }))
      const { models, pricing = {} } = modelsAt({ ...server, price: { input: 1, output: 100 } })
      const scripted = { kind: 'anthropic', baseUrl: await server.start('anthropic'), apiKeyEnv: 'SCRIPTED_KEY', timeoutSeconds: 2 }
      const run = await stage.run({ phases: [{ id: 'a', ...built }], pricing, models: { ...models, providers: { scripted } } }, { environment: { SCRIPTED_KEY: 'sk-0123456789' } })
      // it reported a single token, and `{"summary": ` had come
      const usage = { input: 100, cacheRead: 0, cacheWrite: 0, output: 12, reasoning: 0 }
      expect(dataOf(run, 'call-end')[0]).toMatchObject({ failure: 'timeout', usage, nanoUsd: (usage.input + 100 * usage.output) * 1000 })
    }),

    'a price holds from its day on, and each charge keeps the name of its own': shows(
      ['pricing prices.*.version', ...[...Object.keys(tokens), 'from', 'version'].map((key) => `pricing prices.*.changes.${key}`)],
      async (stage) => {
        const server = await stage.model(() => ({ text: change({ 'a.md': 'a\n' }), usage }))
        const setup = (price: Document): Setup => ({ phases: [{ id: 'a', ...built }], ...modelsAt({ ...server, price }) })
        const spent = async (price: Document): Promise<number> => (await stage.run(setup({ input: 0, output: 0, ...price }))).view.spent.nanoUsd / 1000
        const rest = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 }
        for (const [kind, count] of Object.entries(tokens)) expect(await spent({ changes: [{ from: '2020-01-01', ...rest, [kind]: 1 }] }), kind).toBe(count)
        const one = { input: 1, output: 0, cacheRead: 0, cacheWrite: 0 }
        expect(await spent({ ...one, changes: [{ from: '2020-01-01', ...rest }, { from: '2199-01-01', input: 9, output: 9 }] })).toBe(0)
        expect(await spent({ ...one, changes: [{ from: '2199-01-01', input: 9, output: 9 }] })).toBe(tokens.input)
        const explained = async (run: string, price: Document): Promise<string> => {
          await stage.command('run', stage.writePlan(setup({ input: 1, output: 1, ...price })), '--run-id', run)
          return (await stage.command('explain', 'a', run)).stdout
        }
        expect(await explained('named', { version: 'spring list' })).toContain('as the provider reported, price of spring list')
        expect(await explained('dated', { version: 'spring list', changes: [{ from: '2020-01-01', input: 2, output: 2 }] })).toContain('price of 2020-01-01')
        expect(await explained('both', { changes: [{ from: '2020-01-01', version: 'summer list', input: 2, output: 2 }] })).toContain('price of summer list')
      },
    ),
  },
}
