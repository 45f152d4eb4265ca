import { expect, test, vi } from 'vitest'
import { boundedFetch } from './bounded-fetch.ts'
import { failure } from './failure.ts'
import { performCall } from './perform-call.ts'

const circumstances = { name: 'mine', timeoutMs: 1000, secrets: ['hush-hush'], clock: { now: () => 0 }, classify: () => null }
const answer = { kind: 'answer', text: 'hi', finish: 'stop', usage: null, served: 'm' } as const
const usage = { input: 1, cacheRead: 0, cacheWrite: 0, output: 1, reasoning: 0 }
const never = (): AbortSignal => new AbortController().signal

test('a call that is given up before it begins sends nothing', async () => {
  const work = vi.fn<() => Promise<typeof answer>>()
  expect(await performCall(circumstances, AbortSignal.abort(), work)).toMatchObject({ failure: 'aborted', ran: false })
  expect(work).not.toHaveBeenCalled()
})

test('work that does not listen is ended by abort and by deadline', async () => {
  const deaf = (): Promise<typeof answer> => new Promise(() => undefined)
  expect(await performCall(circumstances, AbortSignal.timeout(10), deaf)).toMatchObject({ failure: 'aborted', ran: true })
  expect(await performCall({ ...circumstances, timeoutMs: 10 }, never(), deaf)).toMatchObject({ failure: 'timeout', ran: true })
})

test('work that listens says what it used; an answer that was complete is kept', async () => {
  const controller = new AbortController()
  const cut = async (): Promise<ReturnType<typeof failure>> => (controller.abort(), failure('streamCut', 'ended', { ran: true, usage }))
  expect(await performCall(circumstances, controller.signal, cut)).toMatchObject({ failure: 'aborted', usage })
  const second = new AbortController()
  expect(await performCall(circumstances, second.signal, async () => (second.abort(), answer))).toBe(answer)
})

test('messages begin with the name and hold no secret, whoever wrote them', async () => {
  expect(await performCall(circumstances, never(), async () => failure('refused', 'no hush-hush'))).toHaveProperty('message', 'mine: no [redacted]')
  expect(await performCall(circumstances, never(), () => Promise.reject(new Error('hush-hush')))).toHaveProperty('message', 'mine: [redacted]')
})

test('a classifier that fails costs nothing but the detail', async () => {
  const classify = (): never => {
    throw new Error('broken')
  }
  expect(await performCall({ ...circumstances, classify }, never(), () => Promise.reject(new Error('x')))).toMatchObject({ failure: 'unknown', ran: true })
})

test('a body beyond its bound ends in an error, sooner where the status is one', async () => {
  const huge = (status: number, bytes: number): Promise<Response> => boundedFetch(async () => new Response('x'.repeat(bytes), { status }))('http://127.0.0.1')
  await expect((await huge(200, 1000)).text()).resolves.toHaveLength(1000)
  await expect((await huge(500, 70_000)).text()).rejects.toThrow('larger than 65536 bytes')
  await expect((await huge(200, 33 * 1024 * 1024)).text()).rejects.toThrow('larger than')
})
