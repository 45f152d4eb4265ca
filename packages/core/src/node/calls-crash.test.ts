import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallObserver, type Clock, type Ledger, type ModelFailure, type ModelOutcome, type ModelProvider, modelsFileSchema, pricingFileSchema, type ProviderAnswer } from '@autopack/contracts'
import { createMemoryLedger, createModelClient } from '@autopack/model-router'
import { openLedger } from '@autopack/store-sqlite'
import { scriptedFailure } from '@autopack/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const limit = { soft: 0.8, tokens: 1_000_000 }
const models = modelsFileSchema.parse({
  version: 1,
  providers: { one: { kind: 'openai', concurrency: 1 } },
  models: { small: { provider: 'one', name: 'small-1', family: 'north', billing: 'metered', maxOutputTokens: 100 } },
  roles: { builder: { low: ['small'], medium: ['small'], high: ['small'] } },
  escalateAfter: 1,
  limits: { rolling: { ...limit, window: { kind: 'sliding', minutes: 60 } }, opened: { ...limit, window: { kind: 'anchored', minutes: 60 } }, told: { ...limit, window: { kind: 'provider' } } },
})
const pricing = pricingFileSchema.parse({ version: 1, prices: { small: { input: 1, output: 4 } } })
const request = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write.' }],
  schema: { name: 'answer', schema: {} },
  maxOutputTokens: 50,
} as const

/** One process: it ends before or after one of its steps, whatever that is, and nothing it was doing goes on. */
function createLife(steps: number, when: 'before' | 'after') {
  const died = Promise.withResolvers<'died'>()
  let left = steps
  const step = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    left -= 1
    if (left >= 0) return effect()
    if (left === -1 && when === 'after') await effect()
    died.resolve('died')
    return new Promise(() => undefined)
  }
  const lives = (ledger: Ledger): Ledger => ({
    ...ledger,
    reserve: (...given) => step(() => ledger.reserve(...given)),
    markSent: (...given) => step(() => ledger.markSent(...given)),
    settle: (...given) => step(() => ledger.settle(...given)),
    void: (...given) => step(() => ledger.void(...given)),
    sweep: (...given) => step(() => ledger.sweep(...given)),
    observe: (...given) => step(() => ledger.observe(...given)),
    cooldown: (...given) => step(() => ledger.cooldown(...given)),
    putBreaker: (...given) => step(() => ledger.putBreaker(...given)),
    permit: (...given) => step(() => ledger.permit(...given)),
    release: (...given) => step(() => ledger.release(...given)),
    record: (...given) => step(() => ledger.record(...given)),
  })
  return { died: died.promise, step, lives }
}

type Life = ReturnType<typeof createLife>

/** What outlives every process: what was announced, what came back, and what reached the provider. */
function createWorld(script: readonly (ProviderAnswer | ModelFailure)[]) {
  const time = { now: Date.parse('2026-06-01T12:00:00Z') }
  const clock: Clock = { now: () => time.now, monotonic: () => time.now, sleep: async (ms) => void (time.now += ms) }
  const journal = new Map<string, ModelOutcome | null>()
  const reached: string[] = []
  const observer = ({ step }: Life): CallObserver => ({
    intent: ({ operation }) => step(async () => void journal.set(operation, null)),
    outcome: ({ operation }, outcome) => step(async () => void journal.set(operation, outcome)),
  })
  const provider = ({ step }: Life): ModelProvider => ({
    contract: 1,
    name: 'one',
    send: () =>
      step(async () => {
        reached.push([...journal.keys()].at(-1) ?? '')
        return script[reached.length - 1] ?? { kind: 'answer', text: '{}', finish: 'stop', served: 'small-1', responseId: `answer-number-${reached.length}-of-them`, usage: { input: 30, cacheRead: 0, cacheWrite: 0, output: reached.length, reasoning: 0 } }
      }),
  })
  const call = (life: Life, ledger: Ledger, id: string): Promise<unknown> => {
    const client = createModelClient({ models, pricing, providers: { one: provider(life) }, clock, ledger: life.lives(ledger) })
    return Promise.race([client.call({ id, run: 'r', phase: 'a', request, scopes: [{ name: 'run.tokens', bucket: 'run', unit: 'tokens', hard: 1_000_000, floor: 0 }] }, observer(life), new AbortController().signal), life.died])
  }
  const recover = async (ledger: Ledger): Promise<void> => {
    const client = createModelClient({ models, pricing, providers: {}, clock, ledger })
    for (const [operation, outcome] of journal) await client.recover(operation, outcome)
  }
  return { clock, journal, reached, call, recover }
}

const usage = fc.record({ input: fc.nat(500), cacheRead: fc.nat(10), cacheWrite: fc.constant(0), output: fc.nat(50), reasoning: fc.nat(5) })
const replies: fc.Arbitrary<readonly ModelFailure[]> = fc.array(
  fc.record({ failure: fc.constantFrom('transient', 'rateLimited', 'streamCut', 'timeout', 'quotaExhausted'), ran: fc.boolean(), resetAt: fc.constant(null), usage: fc.option(usage) }).map(({ failure, ...said }) => scriptedFailure(failure, { ...said, usage: said.ran ? said.usage : null })),
  { maxLength: 3 },
)

/** A ledger, and the same ledger as the next process finds it. */
interface Store {
  readonly ledger: Ledger
  next(): Promise<Ledger>
  dispose(): Promise<void>
}

async function onDisk(clock: Clock): Promise<Store> {
  const directory = await mkdtemp(join(tmpdir(), 'autopack-calls-'))
  const open = () => openLedger({ directory, clock: { ...clock, sleep: async () => undefined }, synchronous: 'normal' })
  const first = await open()
  const opened = [first]
  return {
    ledger: first,
    next: async () => {
      const next = await open()
      opened.push(next)
      return next
    },
    dispose: async () => {
      for (const ledger of opened) await ledger.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function inMemory(clock: Clock): Promise<Store> {
  const ledger = createMemoryLedger({ clock })
  return { ledger, next: async () => ledger, dispose: async () => undefined }
}

describe.each([
  ['in memory', inMemory, 300],
  ['on disk', onDisk, 40],
] as const)('a process that dies anywhere in a call, with its ledger %s,', (_, openStore, numRuns) => {
  test('leaves nothing held, nothing that was sent free, and nothing charged twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(45), fc.constantFrom('before', 'after'), replies, async (steps, when, script) => {
        const world = createWorld(script)
        const store = await openStore(world.clock)
        try {
          await world.call(createLife(steps, when), store.ledger, 'first')
          const ledger = await store.next()
          await world.recover(ledger)
          await world.recover(ledger)
          await world.call(createLife(Number.POSITIVE_INFINITY, 'after'), ledger, 'second')
          await ledger.sweep(Number.MAX_SAFE_INTEGER)
          await atRest(world, ledger)
        } finally {
          await store.dispose()
        }
      }),
      { numRuns },
    )
  })
})

async function atRest({ journal, reached }: ReturnType<typeof createWorld>, ledger: Ledger): Promise<void> {
  expect(await ledger.rebuild(), 'counters equal the fold').toEqual({ differences: [] })
  const operations = await ledger.operations({})
  const tokens = (operation: (typeof operations)[number] | undefined): number => operation?.charged.find(({ bucket }) => bucket === 'tokens:run')?.amount ?? 0
  for (const name of reached) {
    const operation = operations.find((known) => known.operation === name)
    const kept = journal.get(name) ?? null
    const used = kept?.usage == null ? null : kept.usage.input + kept.usage.cacheRead + kept.usage.cacheWrite + kept.usage.output + kept.usage.reasoning
    const owed = kept === null || (used === null && kept.kind === 'failure' && kept.ran) ? operation?.facts.bound.tokens : (used ?? 0)
    expect(tokens(operation), `${name} is charged what it used, or its bound`).toBe(owed)
  }
  for (const operation of operations) {
    expect(['settled', 'voided', 'presumed'], `${operation.operation} has ended`).toContain(operation.state)
    if (operation.state === 'voided') expect(operation.charged).toEqual([])
  }
  const { buckets } = await ledger.snapshot(['tokens:run', ...operations.flatMap(({ holds }) => holds.map(({ bucket }) => bucket))], [])
  expect(Object.values(buckets).map(({ held }) => held).filter((held) => held !== 0), 'nothing is held').toEqual([])
  expect(buckets['tokens:run']?.posted ?? 0, 'every charge once').toBe(operations.reduce((sum, operation) => sum + tokens(operation), 0))
  const answers = operations.flatMap(({ settled, charged }) => (settled?.responseId == null || charged.length === 0 ? [] : [settled.responseId]))
  expect(new Set(answers).size, 'one answer, one charge').toBe(answers.length)
}
