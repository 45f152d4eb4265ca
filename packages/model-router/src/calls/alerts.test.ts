import type { CallObserver, ModelsFile, QuotaAlert } from '@autopack/contracts'
import { describe, expect, test } from 'vitest'
import { answer, createScene, operation, request, silent, type Scene, type SceneOptions } from '../../test/scene.ts'

type Limits = NonNullable<ModelsFile['limits']>

const hour = 3_600_000
const signal = new AbortController().signal
const rolling: Limits = { weekly: { tokens: 2000, soft: 0.8, window: { kind: 'sliding', minutes: 60 } } }
const using = (input: number) => ({ ...answer, usage: { input, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 } })
const small = { request: { ...request, maxOutputTokens: 100 } }

function told(options: SceneOptions): { readonly scene: Scene; readonly alerts: QuotaAlert[]; readonly observer: CallObserver; readonly levels: () => readonly string[] } {
  const alerts: QuotaAlert[] = []
  const observer = { ...silent, alerts: async (said: readonly QuotaAlert[]) => void alerts.push(...said) }
  return { scene: createScene(options), alerts, observer, levels: () => alerts.splice(0).map(({ level, used }) => `${level} ${used}`) }
}

describe('the thresholds of a limit', () => {
  test('are told of by what the ledger has when a call has ended, whatever others have used meanwhile', async () => {
    const uses = [1000, 300, 300, 10]
    let waiting: (() => void)[] = []
    const send = async () => {
      const use = uses.shift() ?? 0
      if (use === 300) await new Promise<void>((resolve) => (waiting = [...waiting, resolve]).length === 2 && waiting.forEach((go) => go()))
      return using(use)
    }
    const { scene, observer, levels } = told({ models: { limits: rolling }, send })
    await scene.client.call(operation('one', small), observer, signal)
    expect(levels()).toEqual([])
    // each in a process of its own
    await Promise.all(['a', 'b'].map(async (id) => scene.other().call(operation(id, small), observer, signal)))
    expect(levels().toSorted()).toEqual(['at-75 1600', 'soft 1600'])
    await scene.client.call(operation('c', small), observer, signal)
    expect(levels()).toEqual([])
  })

  test('are told of by what the provider counts, each when it is come to', async () => {
    const shares = [0.5, 0.78, 0.85, 0.95, 1]
    const send = async () => ({ ...answer, windows: [{ name: '5h', used: { share: shares.shift() ?? 1 }, resetAt: 1_000_000 + 5 * hour }] })
    const { scene, observer, levels } = told({ models: { limits: { plan: { tokens: 1_000_000, soft: 0.8, window: { kind: 'provider' } } } }, send })
    for (const id of ['a', 'b', 'c', 'd', 'e']) await scene.client.call(operation(id), observer, signal)
    expect(levels()).toEqual(['at-75 780000', 'soft 850000', 'at-90 950000', 'reached 1000000'])
  })

  test.each<readonly [string, Limits, number]>([
    ['sliding', rolling, 2 * hour],
    ['anchored', { weekly: { tokens: 2000, soft: 0.8, window: { kind: 'anchored', minutes: 60 } } }, hour],
    ['calendar', { weekly: { tokens: 2000, soft: 0.8, window: { kind: 'calendar', every: 'day', timeZone: 'UTC' } } }, 24 * hour],
  ])('are told of once in a %s window, and again in the next', async (_, limits, later) => {
    const { scene, observer, levels } = told({ models: { limits }, send: async () => using(1600) })
    for (const id of ['a', 'b']) {
      await scene.client.call(operation(id, small), observer, signal)
      expect(levels()).toEqual(['at-75 1600', 'soft 1600'])
      // by nobody else either
      await scene.other({ send: async () => using(1) }).call(operation(`${id}-again`, small), observer, signal)
      expect(levels()).toEqual([])
      scene.time.now += later
    }
  })

  test('are not reached where only this call finds no room', async () => {
    const { scene, observer, levels } = told({ models: { limits: rolling }, send: async () => using(700) })
    expect(await scene.client.call(operation('a'), observer, signal)).toMatchObject({ kind: 'answer' })
    expect(await scene.client.call(operation('b', { request: { ...request, maxOutputTokens: 1000, messages: [{ role: 'user', text: 'x'.repeat(300) }] } }), observer, signal)).toMatchObject({ kind: 'quota' })
    expect(levels()).toEqual([])
  })

  test('are told of to whoever comes first where nobody listened before', async () => {
    const { scene, observer, levels } = told({ models: { limits: { few: { requests: 1, soft: 0.8, window: { kind: 'sliding', minutes: 60 } } } } })
    await scene.call('a')
    expect(await scene.client.call(operation('b'), observer, signal)).toMatchObject({ kind: 'quota' })
    expect(levels()).toEqual(['at-75 1', 'soft 1', 'at-90 1', 'reached 1'])
  })
})
