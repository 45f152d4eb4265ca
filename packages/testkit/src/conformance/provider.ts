import assert from 'node:assert/strict'
import type { ModelFailure, ModelFailureClass, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'
import { modelFaults, type ModelFault } from '../model/model-faults.ts'
import { createScriptedModel, type ScriptedModel } from '../model/scripted-model.ts'

export interface ProviderUnderTest {
  readonly baseUrl: string
  readonly apiKey: string
  readonly timeoutMs: number
}

/** One promise of a port, to be run by any test runner: `test(case.name, case.run)`. */
export interface ConformanceCase {
  readonly name: string
  /** Rejects where the promise is broken. */
  readonly run: () => Promise<void>
}

const apiKey = 'sk-conformance-0123456789abcdef'

const request: ProviderRequest = {
  model: 'scripted',
  messages: [
    { role: 'system', text: 'Answer in JSON.' },
    { role: 'user', text: 'Grüße, 世界 🌍' },
  ],
  schema: { name: 'answer', schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false } },
  maxOutputTokens: 1000,
}

const said = JSON.stringify({ text: 'Grüße an die 世界 🌍, and a backslash \\ too' })

interface Expected {
  readonly failure: ModelFailureClass
  readonly ran: boolean
}

/** The class each fault must arrive as; faults that leave an answer have cases of their own. */
const failures: Readonly<Partial<Record<ModelFault, Expected>>> = {
  'rate-limited': { failure: 'rateLimited', ran: false },
  'quota-exhausted': { failure: 'quotaExhausted', ran: false },
  unavailable: { failure: 'overloaded', ran: false },
  overloaded: { failure: 'overloaded', ran: false },
  'server-error': { failure: 'transient', ran: false },
  unauthorized: { failure: 'auth', ran: false },
  'payment-required': { failure: 'billing', ran: false },
  'unknown-model': { failure: 'modelNotFound', ran: false },
  'context-overflow': { failure: 'contextOverflow', ran: false },
  'invalid-request': { failure: 'invalidRequest', ran: false },
  refusal: { failure: 'refused', ran: true },
  'content-filtered': { failure: 'contentFiltered', ran: true },
  'truncated-json': { failure: 'streamCut', ran: true },
  'cut-stream': { failure: 'streamCut', ran: true },
  'hung-stream': { failure: 'timeout', ran: true },
  'hung-socket': { failure: 'timeout', ran: true },
  'reset-connection': { failure: 'transient', ran: true },
  'huge-body': { failure: 'schemaViolation', ran: true },
}

/** Faults that a provider passes on as an answer, because only its caller can judge them. */
const answers: Readonly<Partial<Record<ModelFault, (answer: ProviderAnswer) => void>>> = {
  'empty-answer': (answer) => assert.equal(answer.text, ''),
  'garbage-answer': (answer) => assert.match(answer.text, /^Sure!/),
  'swapped-model': (answer) => assert.equal(answer.served, 'some-cheaper-model'),
  'usage-missing': (answer) => assert.equal(answer.usage, null),
  'usage-negative': (answer) => assert.equal(answer.usage, null),
  'usage-inflated': (answer) => assert.equal(answer.usage?.input, 1_000_000),
  'cut-at-limit': (answer) => assert.equal(answer.finish, 'length'),
}

/** What every adapter of an OpenAI-compatible wire promises, against the scripted model and each of its faults. */
export function providerConformance(create: (options: ProviderUnderTest) => ModelProvider): readonly ConformanceCase[] {
  const against = (name: string, check: (provider: ModelProvider, model: ScriptedModel) => Promise<void>, timeoutMs = 5000): ConformanceCase => ({
    name,
    async run() {
      await using model = createScriptedModel({ respond: () => said })
      await check(create({ baseUrl: await model.start(), apiKey, timeoutMs }), model)
    },
  })

  const faulty = (fault: ModelFault): ConformanceCase =>
    against(
      `${fault} is ${failures[fault]?.failure ?? 'an answer for the caller to judge'}`,
      async (provider, model) => {
        model.inject(fault)
        const outcome = await provider.send(request, never())
        const expected = failures[fault]
        assert.equal(model.requests.length, 1, 'a provider retries nothing')
        if (expected === undefined) return answers[fault]?.(answered(outcome))
        const failure = failed(outcome)
        assert.deepEqual({ failure: failure.failure, ran: failure.ran }, expected)
        assert.ok(!failure.message.includes(apiKey), 'a message holds no credential')
      },
      fault.startsWith('hung') ? 100 : 5000,
    )

  return [
    against('an answer comes back whole, with its usage in disjoint classes', async (provider) => {
      const answer = answered(await provider.send(request, never()))
      assert.equal(answer.text, said)
      assert.equal(answer.finish, 'stop')
      assert.equal(answer.served, request.model)
      assert.ok(answer.usage !== null && answer.usage.input > 0 && answer.usage.output > 0)
    }),
    against('the schema and the output limit go over the wire', async (provider, model) => {
      await provider.send(request, never())
      assert.equal(model.requests[0]?.schemaName, 'answer')
      assert.equal(model.requests[0]?.maxTokens, 1000)
    }),
    against('a limit says when it ends', async (provider, model) => {
      model.inject({ fault: 'rate-limited', resetAfterMs: 3_600_000 })
      const { resetAt } = failed(await provider.send(request, never()))
      assert.ok(resetAt !== null)
      model.inject('rate-limited')
      assert.equal(failed(await provider.send(request, never())).resetAt, null)
    }),
    against('an abort ends the call', async (provider, model) => {
      model.inject('hung-socket')
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 50)
      assert.equal(failed(await provider.send(request, controller.signal)).failure, 'aborted')
    }),
    ...modelFaults.map(faulty),
  ]
}

function answered(outcome: ProviderAnswer | ModelFailure): ProviderAnswer {
  assert.ok(outcome.kind === 'answer', `an answer was expected: ${JSON.stringify(outcome)}`)
  return outcome
}

function failed(outcome: ProviderAnswer | ModelFailure): ModelFailure {
  assert.ok(outcome.kind === 'failure', 'a failure was expected')
  return outcome
}

function never(): AbortSignal {
  return new AbortController().signal
}
