import type { ModelsFile, ReportedWindow } from '@autopack/contracts'
import { scriptedFailure } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { answer, createScene, operation, silent, type Scene } from '../../test/scene.ts'
import { readQuotas } from '../windows/quotas.ts'
import { compile } from '../configuration/compile.ts'
import { modelsFile, pricingFile } from '../../test/models-file.ts'

const hour = 3_600_000

type Limits = NonNullable<ModelsFile['limits']>

function told(limits: Limits, windows: (scene: Scene) => readonly ReportedWindow[]): Scene {
  const scene: Scene = createScene({ models: { limits }, send: async () => ({ ...answer, windows: windows(scene) }) })
  return scene
}

async function used({ ledger, time }: Scene, limits: Limits): Promise<readonly (readonly [string, number, number])[]> {
  const tables = compile({ models: { ...modelsFile, limits }, pricing: pricingFile, providers: {} })
  return (await readQuotas(tables, ledger, time.now)).map((state) => [state.limit, state.used, state.resetAt] as const)
}

const provider = { kind: 'provider' } as const
const share = (name: string, part: number, resetAt: number): ReportedWindow => ({ name, used: { share: part }, resetAt })

describe('a limit that follows its provider', () => {
  test('counts the larger of what was told and what was used here, and on top of it what follows', async () => {
    const limits: Limits = { plan: { tokens: 10_000, soft: 0.8, window: provider } }
    const told1 = { now: 0.5 }
    const scene = told(limits, ({ time }) => [share('5h', told1.now, time.now + hour)])
    await scene.call('one')
    expect(await used(scene, limits)).toEqual([['plan', 5000, scene.time.now + hour]])
    told1.now = 0.001
    await scene.call('two')
    expect(await used(scene, limits)).toEqual([['plan', 230, scene.time.now + hour]])
  })

  test('has room again when the window has ended', async () => {
    const limits: Limits = { plan: { requests: 10, soft: 0.8, window: provider } }
    const scene = told(limits, () => [share('5h', 1, 1_000_000 + hour)])
    expect((await scene.call('one')).kind).toBe('answer')
    expect(await scene.call('two')).toMatchObject({ kind: 'quota', limit: 'plan', resetAt: 1_000_000 + hour })
    scene.time.now += hour
    expect((await scene.call('three')).kind).toBe('answer')
    expect(scene.sentAt).toEqual([1_000_000, 1_000_000 + hour])
  })

  test('is not filled by what is told of one of its models, unless it is that model’s', async () => {
    const limits: Limits = {
      all: { requests: 10, soft: 0.8, window: provider },
      own: { requests: 10, soft: 0.8, window: provider, model: 'cheap' },
      named: { requests: 10, soft: 0.8, window: { ...provider, name: '7d_opus' } },
    }
    const scene = createScene({ models: { limits }, send: async () => scriptedFailure('quotaExhausted', { scope: 'model', resetAt: 1_000_000 + hour, windows: [{ ...share('7d_opus', 1, 1_000_000 + hour), scope: 'model' }, share('7d', 0.3, 1_000_000 + hour)] }) })
    await scene.call('one')
    expect((await used(scene, limits)).map(([name, count]) => [name, count])).toEqual([['all', 3], ['own', 10], ['named', 10]])
    const silent = createScene({ models: { limits }, send: async () => scriptedFailure('rateLimited', { scope: 'model', resetAt: 1_000_000 + hour }) })
    await silent.call('one')
    expect((await used(silent, limits)).map(([name, count]) => [name, count])).toEqual([['all', 1], ['own', 10], ['named', 1]])
  })

  test('follows the window that it names, or else the fullest', async () => {
    const limits: Limits = {
      short: { requests: 100, soft: 0.8, window: { ...provider, name: '5h' } },
      long: { requests: 100, soft: 0.8, window: { ...provider, name: '7d' } },
      any: { requests: 100, soft: 0.8, window: provider },
    }
    const scene = told(limits, ({ time }) => [share('5h', 0.2, time.now + hour), share('7d', 0.7, time.now + 5 * hour)])
    await scene.call('one')
    expect((await used(scene, limits)).map(([name, count]) => [name, count])).toEqual([['short', 20], ['long', 70], ['any', 70]])
  })

  test('and is full until nobody knows when is looked at by one call an hour, of all processes', async () => {
    const limits: Limits = { plan: { requests: 10, soft: 0.8, window: provider } }
    const part = { used: 1 }
    const scene = told(limits, () => [{ name: '5h', used: { share: part.used }, resetAt: null }])
    expect((await scene.call('one')).kind).toBe('answer')
    expect(await scene.call('two')).toMatchObject({ kind: 'quota', resetAt: 1_000_000 + hour })
    for (const later of [1, 2]) {
      scene.time.now = 1_000_000 + later * hour
      const kinds = await Promise.all(['a', 'b', 'c'].map(async (id) => (await scene.other().call(operation(`${later}${id}`), silent, new AbortController().signal)).kind))
      expect(kinds.toSorted()).toEqual(['answer', 'quota', 'quota'])
      expect(await used(scene, limits)).toEqual([['plan', 10 + later - 1 + (later === 1 ? 0 : -1), scene.time.now + hour]])
    }
    part.used = 0.1
    scene.time.now += hour
    expect((await scene.call('freed')).kind).toBe('answer')
    expect((await scene.call('free')).kind).toBe('answer')
  })

  test('is full by what was used here, where its provider tells of nothing, and is looked at then too', async () => {
    const limits: Limits = { plan: { requests: 1, soft: 0.8, window: provider } }
    const scene = told(limits, () => [])
    expect((await scene.call('one')).kind).toBe('answer')
    expect(await scene.call('two')).toMatchObject({ kind: 'quota', resetAt: 1_000_000 + hour })
    scene.time.now += hour
    expect((await scene.call('three')).kind).toBe('answer')
    expect(await scene.call('four')).toMatchObject({ kind: 'quota', resetAt: 1_000_000 + 2 * hour })
  })

  test('takes counts in its own unit only', async () => {
    const limits: Limits = { calls: { requests: 100, soft: 0.8, window: provider }, spent: { usd: 1, soft: 0.8, window: provider } }
    const scene = told(limits, ({ time }) => [{ name: 'requests', used: { count: 30, unit: 'requests' }, resetAt: time.now + hour }, { name: 'tokens', used: { count: 90, unit: 'tokens' }, resetAt: null }])
    await scene.call('one')
    expect((await used(scene, limits)).map(([, count]) => count)).toEqual([30, 115 * 250 + 15 * 1750])
  })
})

describe('a window that is used up', () => {
  const exhausted = (windows: readonly ReportedWindow[]) => createScene({ send: async () => scriptedFailure('quotaExhausted', { windows }) })

  test('and whose end nobody named is asked about again in an hour, not before', async () => {
    const { call, sentAt, time } = exhausted([{ name: '5h', used: { share: 1 }, resetAt: null }])
    for (const id of ['one', 'two']) expect(await call(id)).toMatchObject({ kind: 'quota', resetAt: 1_000_000 + hour })
    expect(sentAt).toHaveLength(1)
    time.now += hour
    await call('three')
    expect(sentAt).toHaveLength(2)
  })

  test('is not of the server that the provider has moved to', async () => {
    const scene = exhausted([{ name: '5h', used: { share: 1 }, resetAt: null }])
    expect(await scene.call('one')).toMatchObject({ kind: 'quota' })
    const moved = scene.other({ models: { providers: { one: { kind: 'openai', apiKeyEnv: 'ONE_KEY', baseUrl: 'https://other.example/v1' } } }, send: async () => answer })
    expect(await moved.call(operation('two'), silent, new AbortController().signal)).toMatchObject({ kind: 'answer' })
  })

  test('may be told by what was used of how much', async () => {
    const { call } = exhausted([{ name: 'requests', used: { count: 50, unit: 'requests', limit: 50 }, resetAt: null }])
    expect(await call('one')).toMatchObject({ kind: 'quota', resetAt: 1_000_000 + hour })
  })

  test.each<readonly [string, readonly ReportedWindow[]]>([
    ['no window', []],
    ['a count of nobody knows how many', [{ name: 'requests', used: { count: 1, unit: 'requests' }, resetAt: null }]],
    ['windows with room', [{ name: 'requests', used: { count: 1, unit: 'requests', limit: 500 }, resetAt: 1_000_120 }, { name: '5h', used: { share: 0.4 }, resetAt: null }]],
  ])('is not an account that has nothing left, of which %s is told: no time fills that', async (_, windows) => {
    const { call, sentAt } = exhausted(windows)
    expect(await call('one')).toMatchObject({ kind: 'failure', failure: 'quotaExhausted', resetAt: null })
    expect(sentAt).toHaveLength(1)
  })
})
