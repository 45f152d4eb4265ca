import type { Clock, ModelFailure, ModelProvider, ProviderAnswer, ProviderRequest } from '@autopack/contracts'
import assert from 'node:assert/strict'
import type { ResetForm } from '../../model/model-faults.ts'
import { createScriptedModel, type ScriptedModel } from '../../model/scripted-model.ts'
import type { WireProtocol } from '../../model/wires/wire-protocol.ts'
import type { ConformanceCase } from '../conformance-case.ts'

export interface ProviderUnderTest {
  readonly baseUrl: string
  readonly apiKey: string
  readonly timeoutMs: number
  /** The server's clock, which stands still: a provider that uses it must get its resets exactly. */
  readonly clock: Pick<Clock, 'now'>
}

/** What a provider can know is decided by its SDK and its service too; what it does not claim is not asked of it, and told in the scorecard. */
export interface ProviderCapabilities {
  /** The ways of naming a reset that reach it. */
  readonly resetForms: readonly ResetForm[]
  /** The offset (`+08:00`) of its service's times without one; null: they are not read. */
  readonly naiveOffset: string | null
  /** It is told of a refusal. Else one is an empty answer, or one that was filtered. */
  readonly refusals: boolean
  /** It is told which model served. Else `served` is empty. */
  readonly served: boolean
  /** It is told whose a limit is. Else no limit is a model's. */
  readonly scopes: boolean
  /** It is told what its answers are called. Else they have no name. */
  readonly responseIds: boolean
  /** It is told how much an answer has used in all. Else the classes are all that there is. */
  readonly totals: boolean
  /** It is told what an answer has used before that is complete, and counts what has come. Else what was given up has no usage. */
  readonly earlyUsage: boolean
}

export interface ProviderConformanceOptions {
  /** Default: `openai`. */
  readonly protocol?: WireProtocol
  /** Default: everything, and no naive times; `earlyUsage` and `totals` where the protocol has them: OpenAI’s has not the one, Anthropic’s not the other. */
  readonly capabilities?: Partial<ProviderCapabilities>
}

/** One line of the scorecard. */
export interface ProviderCase extends ConformanceCase {
  readonly topic: ProviderTopic
}

export type ProviderTopic = 'answers' | 'limits' | 'failures' | 'streams' | 'usage' | 'aborts' | 'secrets' | 'unknowns' | 'sizes'

export interface ProviderSubject {
  readonly create: (options: ProviderUnderTest) => ModelProvider
  readonly protocol: WireProtocol
  readonly capabilities: ProviderCapabilities
}

const subjectKey = 'sk-conformance-0123456789abcdef'
export const subjectNow = Date.parse('2026-06-01T12:00:00Z')

export const subjectRequest: ProviderRequest = {
  model: 'scripted',
  messages: [
    { role: 'system', text: 'Answer in JSON.' },
    { role: 'user', text: 'Grüße, 世界 🌍' },
  ],
  schema: { name: 'answer', schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false } },
  maxOutputTokens: 1000,
}

export const subjectAnswer = JSON.stringify({ text: 'Grüße an die 世界 🌍, and a backslash \\ too' })

export type Check = (provider: ModelProvider, model: ScriptedModel) => Promise<void>

/** A case against a server of its own. */
export function caseOf(subject: ProviderSubject, topic: ProviderTopic, name: string, check: Check, timeoutMs = 5000): ProviderCase {
  return {
    topic,
    name,
    async run() {
      const clock = { now: () => subjectNow }
      await using model = createScriptedModel({ respond: () => subjectAnswer, clock })
      await check(subject.create({ baseUrl: await model.start(subject.protocol), apiKey: subjectKey, timeoutMs, clock }), model)
    },
  }
}

export function answered(outcome: ProviderAnswer | ModelFailure): ProviderAnswer {
  assert.ok(outcome.kind === 'answer', `an answer was expected: ${JSON.stringify(outcome)}`)
  return outcome
}

/** Of every failure: it holds no credential, and its message is for a person. */
export function failed(outcome: ProviderAnswer | ModelFailure): ModelFailure {
  assert.ok(outcome.kind === 'failure', 'a failure was expected')
  assert.ok(!JSON.stringify(outcome).includes(subjectKey), 'a failure holds no credential')
  assert.ok(outcome.message.length <= 4096, 'a message is of a length that a person reads')
  return outcome
}

export function never(): AbortSignal {
  return new AbortController().signal
}
