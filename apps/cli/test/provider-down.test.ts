import type { ScriptedModelRequest, ScriptedReply } from '@autopack/testkit'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { Document, Setup } from './wired/stage/documents.ts'
import { built, change, everywhere, phaseOf } from './wired/stage/models.ts'
import { removeTemplate } from './wired/stage/project.ts'
import { createStage, type Stage } from './wired/stage/stage.ts'

const fiveMinutes = 301_000

vi.setConfig({ maxConcurrency: 4 })
afterAll(removeTemplate)

/** Most of the time goes to waiting between tries: each test has a stage of its own, and they wait together. */
async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = createStage()
  try {
    await work(stage)
  } finally {
    await stage.leave()
  }
}

/** `first` is asked at one server; `second` stands in for it at another. */
function withStandIn(main: string, other: string, routing: Document = { fallbacks: { docs: ['second'] } }): Pick<Setup, 'models'> {
  const model = (provider: string, family: string): Document => ({ provider, name: `${family}-1`, family, billing: 'free', maxOutputTokens: 4096 })
  return {
    models: {
      providers: { main: { kind: 'openai', baseUrl: main }, other: { kind: 'openai', baseUrl: other } },
      models: { first: model('main', 'north'), second: model('other', 'south') },
      roles: { builder: everywhere('first') },
      routing,
    },
  }
}

const builds = (request: ScriptedModelRequest): string => change({ [`${phaseOf(request)}.md`]: 'x\n' })

const phases = (...ids: readonly string[]): readonly Document[] => ids.map((id) => ({ id, ...built }))

/** The models that a run's calls went to, in their order. */
async function asked(stage: Stage, run: string): Promise<readonly string[]> {
  const { stdout } = await stage.command('watch', run, '--json')
  return stdout.trim().split('\n').map((line) => JSON.parse(line)).filter(({ type }) => type === 'call-start').map(({ data }) => data.model)
}

async function nowhere(stage: Stage): Promise<string> {
  const server = await stage.model([])
  await server.close()
  return server.url
}

describe.concurrent('a provider that is down', () => {
  test('is asked again at once when it has moved to another address', () =>
    onStage(async (stage) => {
      const up = await stage.model(builds)
      const setup = (url: string): Setup => ({ phases: phases('a', 'b'), ...withStandIn(url, url, {}) })
      await stage.command('run', stage.writePlan(setup(await nowhere(stage))), '--run-id', 'r')
      expect(await stage.command('run', stage.writePlan(setup(up.url)), '--run-id', 's')).toMatchObject({ code: 0 })
    }))

  test('is asked five times, then by nobody, in whatever process; the category’s fallback serves', () =>
    onStage(async (stage) => {
      const [down, up] = [await stage.model(() => ({ fault: 'unavailable' })), await stage.model(builds)]
      const setup = (...ids: readonly string[]): Setup => ({ phases: phases(...ids), ...withStandIn(down.url, up.url) })
      await stage.command('run', stage.writePlan(setup('a', 'b')), '--run-id', 'r')
      expect([down.requests.length, stage.git('show', 'autopack/r:b.md')]).toEqual([5, 'x'])
      const process = stage.process('run', stage.writePlan(setup('c')), '--run-id', 's')
      expect((await stage.exited(process)).code).toBe(0)
      expect([down.requests.length, await asked(stage, 's')]).toEqual([5, ['second']])
    }))

  test('that nobody can be connected to is the same', () =>
    onStage(async (stage) => {
      const up = await stage.model(builds)
      await stage.command('run', stage.writePlan({ phases: phases('a', 'b'), ...withStandIn(await nowhere(stage), up.url) }), '--run-id', 'r')
      expect(await asked(stage, 'r')).toEqual([...Array.from({ length: 5 }, () => 'first'), 'second'])
    }))

  test('is not stood in for where a category is never served by less: the environment is to blame', () =>
    onStage(async (stage) => {
      const [down, up] = [await stage.model(() => ({ fault: 'unavailable' })), await stage.model(builds)]
      const strict = withStandIn(down.url, up.url, { fallbacks: { docs: ['second'] }, neverDowngrade: ['docs'] })
      const ran = await stage.command('run', stage.writePlan({ phases: phases('a', 'b', 'c'), ...strict }), '--run-id', 'r')
      expect([ran.code, down.requests.length, up.requests.length]).toEqual([75, 5, 0])
      expect(ran.stdout).toContain('failed too often')
    }))
})

describe('a provider that is down for a while', () => {
  test('is tried by one call after five minutes, and asked again as before when it answers', () =>
    onStage(async (stage) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      const health = { works: false, busy: Promise.resolve() }
      const answer = async (request: ScriptedModelRequest): Promise<ScriptedReply> => {
        await health.busy
        return health.works ? builds(request) : { fault: 'unavailable' }
      }
      const [down, up] = [await stage.model(answer), await stage.model(builds)]
      const askedIn = async (run: string, ...ids: readonly string[]): Promise<readonly string[]> => {
        await stage.command('run', stage.writePlan({ phases: phases(...ids), ...withStandIn(down.url, up.url) }), '--run-id', run)
        return asked(stage, run)
      }
      await askedIn('r', 'a', 'b')
      vi.setSystemTime(Date.now() + fiveMinutes)
      expect(await askedIn('s', 'c', 'd')).toEqual(['first', 'second', 'second'])

      vi.setSystemTime(Date.now() + fiveMinutes)
      health.works = true
      const { promise, resolve } = Promise.withResolvers<void>()
      health.busy = promise
      const trying = askedIn('t', 'e')
      await vi.waitUntil(() => down.requests.length === 7, { timeout: 20_000 })
      expect(await askedIn('u', 'f')).toEqual(['second'])
      resolve()
      expect(await trying).toEqual(['first'])
      expect(await askedIn('v', 'g', 'h')).toEqual(['first', 'first'])
      vi.useRealTimers()
    }))
})
