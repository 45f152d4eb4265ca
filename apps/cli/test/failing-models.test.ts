import type { ScriptedFault, ScriptedModel, ScriptedModelRequest, ScriptedReply } from '@autopack/testkit'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Document, Setup } from './wired/stage/documents.ts'
import { answering, audit, built, change, everywhere, modelsAt, phaseOf } from './wired/stage/models.ts'
import { removeTemplate } from './wired/stage/project.ts'
import { processesWith } from './wired/stage/processes.ts'
import { createStage, type Stage } from './wired/stage/stage.ts'

const minute = 60_000
const price = { input: 1, output: 4 }

let stage: Stage

beforeEach(() => {
  // the commands' clock; sleeping stays real
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  stage = createStage()
})
afterEach(async () => {
  vi.useRealTimers()
  await stage.leave()
})
afterAll(removeTemplate)

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

interface Told {
  readonly type: string
  readonly data: { readonly phase?: string; readonly failure?: unknown; readonly tokens?: number; readonly nanoUsd?: number }
}

/** What the journal of the run says of one type. */
async function told(type: string): Promise<readonly Told['data'][]> {
  const events: readonly Told[] = (await stage.command('watch', 'r', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line))
  return events.filter((event) => event.type === type).map(({ data }) => data)
}

const run = (setup: Setup, ...options: readonly string[]): ReturnType<Stage['command']> => stage.command('run', stage.writePlan(setup), '--run-id', 'r', ...options)

const phases = (...ids: readonly string[]): readonly Document[] => ids.map((id) => ({ id, ...built }))

describe('an account that has no credit left', () => {
  test.each(['payment-required', 'no-credit', 'quota-exhausted'] as const)('(%s) costs one call and one attempt, and a code that says whose turn it is', async (fault) => {
    const server = await stage.model(() => ({ fault }))
    const ran = await run({ phases: phases('a', 'b', 'c'), ...modelsAt({ ...server, price }), strategy: { categories: { docs: { builderAttempts: 3 } } } })
    expect(ran).toMatchObject({ code: 4, stdout: expect.stringMatching(/credit|quota|limit/i) })
    expect(server.requests).toHaveLength(1)
    for (const { failure } of await told('attempt-end')) expect(failure).toMatchObject({ kind: 'authentication' })
    expect((await told('call-end'))[0]).toMatchObject({ tokens: 0, nanoUsd: 0 })
  })

  test('is not asked on by the auditor either: what was built waits for nobody', async () => {
    const server = await stage.model(answering({ fault: 'payment-required' }))
    expect((await run({ phases: phases('a'), ...modelsAt({ ...server, auditor: true, price }) })).code).toBe(4)
    expect(server.requests.map(({ model }) => model)).toEqual(['writer-1', 'reader-1'])
  })

  test.each([{}, { neverDowngrade: ['docs'] }])('is stood in for by another provider, except where nothing less may serve (%j)', async (strict) => {
    const [dead, spare] = [await stage.model(() => ({ fault: 'payment-required' })), await stage.model(builds)]
    const model = (provider: string, name: string): Document => ({ provider, name, family: name, billing: 'free', maxOutputTokens: 4096 })
    const models = {
      providers: { dead: { kind: 'openai', baseUrl: dead.url }, spare: { kind: 'openai', baseUrl: spare.url } },
      models: { writer: model('dead', 'writer-1'), other: model('spare', 'other-1') },
      roles: { builder: everywhere('writer') },
      routing: { fallbacks: { docs: ['other'] }, ...strict },
    }
    const { code } = await run({ phases: phases('a', 'b', 'c'), models })
    expect([code, dead.requests.length, spare.requests.length]).toEqual('neverDowngrade' in strict ? [4, 1, 0] : [0, 1, 3])
  })

  test('is asked again at once by a retry: somebody has looked after it', async () => {
    const server = await stage.model((request) => (request.number === 1 ? { fault: 'no-credit' } : builds(request)))
    const setup = { phases: phases('a', 'b'), ...modelsAt({ ...server, price }) }
    expect((await run(setup)).code).toBe(4)
    expect(await stage.command('run', stage.writePlan(setup), '--run-id', 's')).toMatchObject({ code: 4, stdout: expect.stringContaining('asked again at') })
    expect(server.requests).toHaveLength(1)
    expect((await stage.command('retry', 'r')).code).toBe(0)
    expect(server.requests).toHaveLength(3)
  })

  test('is the run’s own where its budget is used up: nothing more is sent', async () => {
    const usage = { prompt_tokens: 400_000, completion_tokens: 1, total_tokens: 400_001 }
    const server = await stage.model((request) => ({ text: change({ [`${phaseOf(request)}.md`]: 'x\n' }), usage }))
    const ran = await run({ phases: phases('a', 'b'), ...modelsAt({ ...server, price }) }, '--max-usd', '0.4')
    expect(ran).toMatchObject({ code: 5, stdout: expect.stringContaining('run.usd') })
    expect(server.requests).toHaveLength(1)
  })
})

const exhausted = [
  ['rate-limited', { fault: 'rate-limited', resetAfterMs: 60 * minute }],
  ['quota-exhausted', { fault: 'quota-exhausted', resetAfterMs: 60 * minute }],
] as const satisfies readonly (readonly [string, ScriptedReply])[]

describe.each(exhausted)('a quota that is used up for an hour (%s)', (_, fault) => {
  test('costs one call; its phase waits without a process while others go on', async () => {
    const server = await stage.model((request) => (request.number === 1 ? fault : change({ [`${phaseOf(request)}.md`]: 'x\n' })))
    const ran = await run({ phases: [...phases('a'), { id: 'other' }], ...modelsAt({ ...server, price }) })
    expect(ran).toMatchObject({ code: 7, stdout: expect.stringMatching(/waiting for a quota/) })
    expect(processesWith(stage.folder)).toEqual([])
    expect(stage.git('show', 'autopack/r:other.md')).toBe('other')
    for (const wait of [0, 58 * minute]) {
      later(wait)
      expect((await stage.command('resume', 'r')).code).toBe(7)
    }
    expect(server.requests).toHaveLength(1)
    expect(await told('attempt-end')).toEqual([expect.objectContaining({ phase: 'other' })])
  })

  test('is gone on from after the reset, once, whoever and how often one tries', async () => {
    const server = await stage.model((request) => (request.number === 1 ? fault : change({ [`${phaseOf(request)}.md`]: 'x\n' })))
    await run({ phases: phases('a'), ...modelsAt({ ...server, price }) })
    later(61 * minute)
    const codes = await Promise.all([1, 2, 3].map(async () => (await stage.command('resume', 'r')).code))
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(0)
    expect(codes.filter((code) => code !== 0 && code !== 75)).toEqual([])
    expect((await stage.command('resume', 'r')).code).toBe(0)
    expect(server.requests).toHaveLength(2)
    expect((await told('wait-end')).filter(({ phase }) => phase === 'a')).toHaveLength(1)
    expect(await told('attempt-start')).toHaveLength(1)
  })

  test('found by an auditor keeps the change that it was to judge', async () => {
    const server = await stage.model(answering(fault, audit('approve')))
    const setup = { phases: phases('a'), ...modelsAt({ ...server, auditor: true, price }) }
    expect((await run(setup)).code).toBe(7)
    expect((await stage.command('resume', 'r')).code).toBe(7)
    later(61 * minute)
    expect((await stage.command('resume', 'r')).code).toBe(0)
    expect(server.requests.map(({ model }) => model)).toEqual(['writer-1', 'reader-1', 'reader-1'])
  })
})

test('an account’s quota is every role’s: nobody asks a provider that has said when to come back', async () => {
  const server = await stage.model((request) => (request.schemaName === 'audit' ? { fault: 'quota-exhausted', resetAfterMs: 60 * minute } : change({ [`${phaseOf(request)}.md`]: 'x\n' })))
  expect((await run({ phases: phases('a', 'b'), ...modelsAt({ ...server, auditor: true, price }) })).code).toBe(7)
  expect(server.requests.map(({ model }) => model)).toEqual(['writer-1', 'reader-1'])
  expect((await stage.command('run', stage.writePlan({ phases: phases('c'), ...modelsAt({ ...server, price }) }), '--run-id', 's')).code).toBe(7)
  expect(server.requests).toHaveLength(2)
})

const builds = (request: ScriptedModelRequest): string => change({ [`${phaseOf(request)}.md`]: 'x\n' })

describe('a quota of one model that is used up', () => {
  async function exhausted(routing: Document, fault: 'model-limited' | 'rate-limited' = 'model-limited'): Promise<{ readonly code: number; readonly asked: readonly string[] }> {
    const server = await stage.model((request) => (request.model === 'writer-1' ? { fault, resetAfterMs: 60 * minute } : builds(request)))
    const base = modelsAt(server)
    const { code } = await run({ phases: phases('a', 'b'), ...base, models: { ...base.models, routing } })
    return { code, asked: server.requests.map(({ model }) => model) }
  }

  test('lets the category’s fallback stand in', async () => {
    expect(await exhausted({ fallbacks: { docs: ['reader'] } })).toEqual({ code: 0, asked: ['writer-1', 'reader-1', 'reader-1'] })
  })

  test('is told from one of all the account, which no model of that provider is asked about', async () => {
    expect(await exhausted({ fallbacks: { docs: ['reader'] } }, 'rate-limited')).toEqual({ code: 7, asked: ['writer-1'] })
  })

  test('is waited for where a category is never served by less, fallback or not', async () => {
    expect(await exhausted({ fallbacks: { docs: ['reader'] }, neverDowngrade: ['docs'] })).toEqual({ code: 7, asked: ['writer-1'] })
  })
})

describe('a time to come back that nobody can mean', () => {
  test.each(['99999999999999', '8650000000000', '31536000000', '-5', '0', 'Wed, 21 Oct 2015 07:28:00 GMT'])('(%s) is none: it is asked again after a pause', async (retryAfter) => {
    const server = await stage.model((request) => (request.number === 1 ? { fault: 'rate-limited', retryAfter } : builds(request)))
    expect((await run({ phases: phases('a'), ...modelsAt({ ...server, price }) })).code).toBe(0)
    expect(server.requests).toHaveLength(2)
  })

  test('leaves nothing behind that a later run waits for', async () => {
    const server = await stage.model((request) => (request.number === 1 ? { fault: 'quota-exhausted', retryAfter: '31536000000' } : builds(request)))
    const setup = { phases: phases('a'), ...modelsAt({ ...server, price }) }
    expect((await run(setup)).code).toBe(4)
    later(61 * minute)
    expect((await stage.command('run', stage.writePlan(setup), '--run-id', 's')).code).toBe(0)
  })
})

describe('a stream that breaks off', () => {
  async function broken(...faults: readonly ScriptedFault['fault'][]): Promise<ScriptedModel> {
    const server = await stage.model(builds)
    server.inject(...faults)
    await run({ phases: phases('a'), ...modelsAt({ ...server, price }) })
    return server
  }

  test('is begun again from its beginning, never spliced, and what it took is charged', async () => {
    const { requests } = await broken('cut-stream')
    expect(requests).toHaveLength(2)
    expect(requests[1]?.body).toEqual(requests[0]?.body)
    expect(stage.git('show', 'autopack/r:a.md')).toBe('x')
    const ends = await told('call-end')
    expect(ends).toMatchObject([{ failure: 'streamCut' }, { failure: null }])
    for (const { tokens, nanoUsd } of ends) expect([Number(tokens) > 0, Number(nanoUsd) > 0]).toEqual([true, true])
  })

  test('twice is the environment’s fault, and no attempt of the builder’s', async () => {
    const { requests } = await broken('cut-stream', 'cut-stream', 'cut-stream')
    expect(requests).toHaveLength(2)
    expect(await told('attempt-end')).toMatchObject([{ failure: { kind: 'infrastructure' } }])
  })
})

test('an answer of another model than the one that was asked is paid for and thrown away', async () => {
  const server = await stage.model(builds)
  server.inject('swapped-model')
  const ran = await run({ phases: phases('a'), ...modelsAt({ ...server, price }), strategy: { categories: { docs: { builderAttempts: 3 } } } })
  expect(ran).toMatchObject({ code: 75, stdout: expect.stringContaining('was asked for writer-1 and answered with some-cheaper-model') })
  expect([server.requests.length, stage.git('rev-parse', '--verify', 'autopack/r')]).toEqual([1, null])
  expect(Number((await told('call-end'))[0]?.nanoUsd)).toBeGreaterThan(0)
})

test.each([[{}, 0], [{ neverDowngrade: ['docs'] }, 75]] as const)('an answer that names no model is taken, except where only one may serve (%j)', async (routing, code) => {
  const server = await stage.model(builds)
  server.inject('unnamed-model')
  const base = modelsAt({ ...server, price })
  expect((await run({ phases: phases('a'), ...base, models: { ...base.models, routing } })).code).toBe(code)
  expect([server.requests.length, (await told('call-end'))[0]]).toMatchObject([1, { served: null }])
})

test('what limits count is what the journal was told, of every role and of every failure', async () => {
  const server = await stage.model(answering(audit('approve')))
  server.inject('cut-stream', 'usage-missing', 'server-error', 'usage-inflated')
  const window = { kind: 'anchored', minutes: 60 }
  const base = modelsAt({ ...server, auditor: true, price })
  const limits = { calls: { requests: 1000, window }, tokens: { tokens: 100_000_000, window }, money: { usd: 1000, window } }
  await run({ phases: phases('a', 'b'), ...base, models: { ...base.models, limits } })
  const quotas = (await stage.command('quota', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line))
  const { runs } = JSON.parse((await stage.command('usage', 'r', '--json')).stdout)
  const used = quotas.map((state: { readonly used: number }) => state.used)
  expect(used).toEqual([server.requests.length, runs[0].tokens, runs[0].nanoUsd])
  expect([new Set(server.requests.map(({ model }) => model)).size, Math.min(...used) > 0, runs[0].calls]).toEqual([2, true, server.requests.length])
})
