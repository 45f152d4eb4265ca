import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { ModelFault } from '../../model/model-faults.ts'
import { caseOf, failed, subjectRequest, type ProviderCase, type ProviderSubject } from './provider-subject.ts'

export function abortCases(subject: ProviderSubject): ProviderCase[] {
  return [
    caseOf(subject, 'aborts', 'a call that was given up before it began is not sent', async (provider, model) => {
      const { failure, ran } = failed(await provider.send(subjectRequest, AbortSignal.abort()))
      assert.deepEqual({ failure, ran }, { failure: 'aborted', ran: false })
      assert.equal(model.requests.length, 0)
    }),
    during(subject, 'an abort before the first token ends the call', 'hung-socket'),
    during(subject, 'an abort after the first token ends the call', 'hung-stream'),
  ]
}

function during(subject: ProviderSubject, name: string, fault: ModelFault): ProviderCase {
  return caseOf(subject, 'aborts', name, async (provider, model) => {
    model.inject(fault)
    const controller = new AbortController()
    const outcome = provider.send(subjectRequest, controller.signal)
    while (model.requests.length === 0) await wait(5)
    await wait(50)
    controller.abort()
    const { failure, ran } = failed(await outcome)
    assert.deepEqual({ failure, ran }, { failure: 'aborted', ran: true })
  })
}
