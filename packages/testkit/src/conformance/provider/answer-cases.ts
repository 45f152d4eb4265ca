import type { ProviderAnswer, TokenUsage } from '@autopack/contracts'
import assert from 'node:assert/strict'
import type { ModelFault } from '../../model/model-faults.ts'
import { answered, caseOf, failed, never, subjectAnswer, subjectRequest, type ProviderCase, type ProviderSubject, type ProviderTopic } from './provider-subject.ts'

type Judge = (answer: ProviderAnswer, subject: ProviderSubject) => void

/** Faults that a provider passes on as an answer, because only its caller can judge them. */
const passedOn: readonly (readonly [ModelFault, ProviderTopic, string, Judge])[] = [
  ['empty-answer', 'answers', 'an empty answer is one', (answer) => assert.equal(answer.text, '')],
  ['garbage-answer', 'answers', 'an answer that is no JSON is left to its caller', (answer) => assert.match(answer.text, /^Sure!/)],
  ['cut-at-limit', 'answers', 'an answer that reached its limit says so', (answer) => assert.equal(answer.finish, 'length')],
  ['swapped-model', 'answers', 'the model that served is named', (answer, { capabilities }) => assert.equal(answer.served, capabilities.served ? 'some-cheaper-model' : '')],
  ['unnamed-model', 'answers', 'a model that nobody named is not made up', (answer) => assert.equal(answer.served, '')],
  ['usage-missing', 'usage', 'missing usage is none, not nothing', (answer) => assert.equal(answer.usage, null)],
  ['usage-negative', 'usage', 'negative usage is none', (answer) => assert.equal(answer.usage, null)],
  ['usage-inflated', 'usage', 'inflated usage is passed on', (answer) => assert.equal(answer.usage?.input, 1_000_000)],
  ['usage-unclassified', 'usage', 'what is in the total and in no class is counted', (answer, { capabilities }) => assert.equal(total(answer.usage), capabilities.totals ? 950 : 150)],
  ['usage-impossible', 'usage', 'a total that is less than its parts is none', (answer, { capabilities }) => assert.equal(total(answer.usage), capabilities.totals ? null : 150)],
  ['usage-duplicate', 'usage', 'usage that is said twice counts once', (answer) => assert.equal(total(answer.usage), 150)],
  ['unknown-event', 'unknowns', 'an event that nobody knows is passed over', (answer) => assert.equal(answer.text, subjectAnswer)],
]

export function answerCases(subject: ProviderSubject): ProviderCase[] {
  return [
    caseOf(subject, 'answers', 'an answer comes back whole, with its usage in disjoint classes', async (provider) => {
      const answer = answered(await provider.send(subjectRequest, never()))
      assert.equal(answer.text, subjectAnswer)
      assert.equal(answer.finish, 'stop')
      assert.equal(answer.served, subject.capabilities.served ? subjectRequest.model : '')
      assert.ok(answer.usage !== null && answer.usage.input > 0 && answer.usage.output > 0)
    }),
    caseOf(subject, 'answers', 'an answer bears the name that its provider gave it, and no other has', async (provider) => {
      const names = [answered(await provider.send(subjectRequest, never())).responseId, answered(await provider.send(subjectRequest, never())).responseId]
      if (subject.capabilities.responseIds) assert.ok(names.every((name) => typeof name === 'string') && names[0] !== names[1], names.join())
      else assert.deepEqual(names, [undefined, undefined])
    }),
    caseOf(subject, 'answers', 'the schema, every message and the output limit go over the wire', async (provider, model) => {
      await provider.send(subjectRequest, never())
      const [sent] = model.requests
      assert.ok(sent !== undefined)
      assert.equal(sent.maxTokens, 1000)
      assert.ok(subjectRequest.messages.every(({ text }) => sent.prompt.includes(text)))
      assert.match(JSON.stringify(sent.schema ?? sent.prompt), /required.{1,8}text/, 'the schema is sent as one, or told in words')
    }),
    ...passedOn.map(([fault, topic, name, judge]) =>
      caseOf(subject, topic, name, async (provider, model) => {
        model.inject(fault)
        judge(answered(await provider.send(subjectRequest, never())), subject)
        assert.equal(model.requests.length, 1, 'a provider retries nothing')
      }),
    ),
    caseOf(subject, 'unknowns', 'a finish that nobody knows is an answer to be judged, or a failure that ran', async (provider, model) => {
      model.inject('unknown-finish')
      const outcome = await provider.send(subjectRequest, never())
      if (outcome.kind === 'answer') assert.equal(outcome.text, subjectAnswer)
      else assert.ok(failed(outcome).ran)
    }),
    caseOf(subject, 'failures', subject.capabilities.refusals ? 'a refusal is refused' : 'a refusal does not look like a result', async (provider, model) => {
      model.inject('refusal')
      const outcome = await provider.send(subjectRequest, never())
      if (!subject.capabilities.refusals && outcome.kind === 'answer') return assert.equal(outcome.text, '')
      const { failure, ran } = failed(outcome)
      assert.ok(ran)
      assert.ok(failure === 'refused' || (!subject.capabilities.refusals && failure === 'contentFiltered'), failure)
    }),
  ]
}

function total(usage: TokenUsage | null): number | null {
  return usage === null ? null : usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning
}
