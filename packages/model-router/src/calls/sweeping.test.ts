import type { Ledger } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { answer, createScene, operation } from '../../test/scene.ts'
import { createMemoryLedger } from '../ledger/memory-ledger.ts'

const hour = 3_600_000
const tight = { limits: { tight: { soft: 0.8, tokens: 1000, window: { kind: 'sliding', minutes: 60 * 24 * 7 } } } } as const

/** A client on a ledger in which another process has died while it held nearly all. */
async function haunted() {
  const scene = createScene({ models: tight })
  const dead = scene.other({ send: async () => new Promise(() => undefined) })
  void dead.call(operation('dead'), { intent: async () => new Promise(() => undefined), outcome: async () => undefined }, new AbortController().signal)
  await new Promise(setImmediate)
  expect((await scene.ledger.operations({})).map(({ state }) => state)).toEqual(['held'])
  return scene
}

test('what another process died of is free again under a client that lives on', async () => {
  const { call, time } = await haunted()
  expect(await call('at-once')).toMatchObject({ kind: 'quota' })
  time.now += 2 * hour
  expect(await call('later')).toMatchObject({ kind: 'answer' })
})

test('and for a forecast, which would let nothing be called', async () => {
  const { client, time, ledger } = await haunted()
  time.now += 2 * hour
  await client.forecast([])
  expect((await ledger.operations({})).map(({ state }) => state)).toEqual(['voided'])
})

test('a sweep that failed is tried again by the next call', async () => {
  let sweeps = 0
  const { call, ledger } = createScene({
    send: async () => answer,
    ledger: (clock): Ledger => {
      const own = createMemoryLedger({ clock })
      return { ...own, sweep: async (now) => ((sweeps += 1) === 1 ? Promise.reject(new Error('database is locked')) : own.sweep(now)) }
    },
  })
  await expect(call('a')).rejects.toThrow('database is locked')
  expect(await call('b')).toMatchObject({ kind: 'answer' })
  expect(await call('c')).toMatchObject({ kind: 'answer' })
  expect([sweeps, (await ledger.operations({})).length]).toEqual([2, 2])
})
