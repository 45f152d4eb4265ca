import type { ModelFailureClass } from '@autopack/contracts'
import assert from 'node:assert/strict'
import type { ModelFault } from '../../model/model-faults.ts'
import { caseOf, failed, never, subjectRequest, type ProviderCase, type ProviderSubject, type ProviderTopic } from './provider-subject.ts'

type Expected = readonly [topic: ProviderTopic, failure: ModelFailureClass, ran: boolean]

/** The class each fault must arrive as. */
const expected = {
  'rate-limited': ['limits', 'rateLimited', false],
  'quota-exhausted': ['limits', 'quotaExhausted', false],
  unavailable: ['limits', 'overloaded', false],
  overloaded: ['limits', 'overloaded', false],
  'server-error': ['failures', 'transient', false],
  unauthorized: ['failures', 'auth', false],
  'payment-required': ['failures', 'billing', false],
  'no-credit': ['failures', 'billing', false],
  'unknown-model': ['failures', 'modelNotFound', false],
  'context-overflow': ['failures', 'contextOverflow', false],
  'invalid-request': ['failures', 'invalidRequest', false],
  'unknown-error': ['unknowns', 'invalidRequest', false],
  'echoed-secret': ['secrets', 'auth', false],
  'content-filtered': ['failures', 'contentFiltered', true],
  'truncated-json': ['streams', 'streamCut', true],
  'cut-stream': ['streams', 'streamCut', true],
  'hung-stream': ['streams', 'timeout', true],
  'hung-socket': ['streams', 'timeout', true],
  'reset-connection': ['streams', 'transient', true],
  'huge-body': ['sizes', 'schemaViolation', true],
  'huge-error': ['sizes', 'transient', false],
} as const satisfies Partial<Record<ModelFault, Expected>>

export function failureCases(subject: ProviderSubject): ProviderCase[] {
  return [...classes(subject), ...scopes(subject)]
}

function classes(subject: ProviderSubject): ProviderCase[] {
  return Object.entries<Expected>(expected).map(([fault, [topic, failure, ran]]) =>
    caseOf(
      subject,
      topic,
      `${fault} is ${failure}`,
      async (provider, model) => {
        model.inject(named(fault))
        const outcome = failed(await provider.send(subjectRequest, never()))
        assert.equal(model.requests.length, 1, 'a provider retries nothing')
        assert.deepEqual({ failure: outcome.failure, ran: outcome.ran }, { failure, ran }, outcome.message)
      },
      fault.startsWith('hung') ? 250 : 5000,
    ),
  )
}

/** A limit of one model leaves the others: it has to be told from one of the whole account. */
function scopes(subject: ProviderSubject): ProviderCase[] {
  return [
    caseOf(subject, 'limits', subject.capabilities.scopes ? 'a limit of one model is that model’s' : 'whose a limit is is not made up', async (provider, model) => {
      model.inject('model-limited')
      const { failure, scope, message } = failed(await provider.send(subjectRequest, never()))
      assert.ok(failure === 'rateLimited' || failure === 'quotaExhausted', failure)
      assert.equal(scope, subject.capabilities.scopes ? 'model' : undefined, message)
    }),
    caseOf(subject, 'limits', 'a quota of the account is no model’s', async (provider, model) => {
      model.inject('quota-exhausted')
      assert.notEqual(failed(await provider.send(subjectRequest, never())).scope, 'model')
    }),
  ]
}

function named(fault: string): ModelFault {
  return fault as keyof typeof expected
}
