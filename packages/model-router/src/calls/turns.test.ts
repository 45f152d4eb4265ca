import { createFakeClock } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { answer, createScene, operation, silent, type Send } from '../../test/scene.ts'
import { modelsFile, pricingFile } from '../../test/models-file.ts'
import { createMemoryLedger } from '../ledger/memory-ledger.ts'
import { createModelClient } from '../model-client.ts'

const narrow = (concurrency: number): typeof modelsFile.providers => ({ one: { kind: 'openai', apiKeyEnv: 'ONE_KEY', concurrency } })

/** Calls that stay under way until they are let go, each from a process of its own. */
async function crowd(concurrency: number | null, calls: number): Promise<number> {
  const clock = { ...createFakeClock(), sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, Math.min(ms, 2))) }
  const ledger = createMemoryLedger({ clock })
  const busy = { now: 0, most: 0 }
  const send: Send = async () => {
    busy.most = Math.max(busy.most, (busy.now += 1))
    await new Promise((resolve) => void setTimeout(resolve, 5))
    busy.now -= 1
    return answer
  }
  const clientOf = () => createModelClient({ models: { ...modelsFile, ...(concurrency === null ? {} : { providers: narrow(concurrency) }) }, pricing: pricingFile, providers: { one: { contract: 1, name: 'one', send } }, clock, ledger })
  const results = await Promise.all(Array.from({ length: calls }, (_, index) => clientOf().call(operation(`c${index}`), silent, new AbortController().signal)))
  expect(results.map(({ kind }) => kind)).toEqual(results.map(() => 'answer'))
  return busy.most
}

test('no more requests are on their way at a time than a provider takes, and all of them get their turn', async () => {
  expect(await crowd(2, 8)).toBe(2)
  expect(await crowd(1, 4)).toBe(1)
  expect(await crowd(null, 4)).toBe(4)
})

test('a call that is given up while it waits for its turn is not sent', async () => {
  const { ledger, clock, client, sentAt } = createScene({ models: { providers: narrow(1) } })
  await ledger.permit('provider/one', 1, 'somebody', 360_000)
  const controller = new AbortController()
  const waiting = { ...clock, sleep: async () => (controller.abort(), Promise.reject(new Error('given up'))) }
  const impatient = createModelClient({ models: { ...modelsFile, providers: narrow(1) }, pricing: pricingFile, providers: { one: { contract: 1, name: 'one', send: async () => answer } }, clock: waiting, ledger })
  expect(await impatient.call(operation('c'), silent, controller.signal)).toMatchObject({ failure: 'aborted', ran: false })
  expect(sentAt).toEqual([])
  await ledger.release('provider/one', 'somebody')
  expect((await client.call(operation('d'), silent, new AbortController().signal)).kind).toBe('answer')
})

test('the turn of a process that died is free once its call is recovered', async () => {
  const scene = createScene({ models: { providers: narrow(1) } })
  const reached = Promise.withResolvers<null>()
  const dying = scene.other({ send: async () => (reached.resolve(null), new Promise(() => undefined)) })
  void dying.call(operation('c'), silent, new AbortController().signal)
  await reached.promise
  expect((await scene.ledger.permit('provider/one', 1, 'somebody', 360_000)).kind).toBe('full')
  await scene.client.recover('c/1', null)
  expect((await scene.ledger.permit('provider/one', 1, 'somebody', 360_000)).kind).toBe('granted')
})

test('a call that waits for a quota lets others have its turn', async () => {
  const scene = createScene({ models: { providers: narrow(1) } })
  await scene.ledger.permit('provider/one', 1, 'somebody', 360_000)
  const others: string[] = []
  const steps: (() => Promise<unknown>)[] = [
    // while it waits for its turn, every model is told to wait, and then it is its turn
    async () => {
      for (const model of ['cheap', 'middle', 'strong']) await scene.ledger.cooldown(`model/one/${model}`, scene.time.now + 5000, 'slow down')
      await scene.ledger.release('provider/one', 'somebody')
    },
    async () => {
      others.push((await scene.ledger.permit('provider/one', 1, 'another', 360_000)).kind)
      await scene.ledger.release('provider/one', 'another')
    },
  ]
  const clock = { ...scene.clock, sleep: async (ms: number) => (await steps.shift()?.(), void (scene.time.now += ms)) }
  const client = createModelClient({ models: { ...modelsFile, providers: narrow(1) }, pricing: pricingFile, providers: { one: { contract: 1, name: 'one', send: async () => answer } }, clock, ledger: scene.ledger })
  expect((await client.call(operation('c'), silent, new AbortController().signal)).kind).toBe('answer')
  expect(others).toEqual(['granted'])
})
