import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { ModelFailure, ModelProvider } from '@autopack/contracts'
import { begunText, begunUsage, type ModelFault } from '../../model/model-faults.ts'
import type { ScriptedModel } from '../../model/scripted-model.ts'
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
    caseOf(subject, 'aborts', subject.capabilities.earlyUsage ? 'what a call had used that was given up is a lower bound, and what had come of it is told' : 'of a call that was given up no usage is made up', async (provider, model) => {
      model.inject('hung-stream')
      const { usage, partial, received } = await givenUp(provider, model)
      if (subject.capabilities.earlyUsage) assert.deepEqual([usage?.input, usage?.output, partial, received], [begunUsage.prompt_tokens, begunUsage.completion_tokens, true, Buffer.byteLength(begunText)])
      else assert.deepEqual([usage, partial], [null, undefined])
    }),
  ]
}

function during(subject: ProviderSubject, name: string, fault: ModelFault): ProviderCase {
  return caseOf(subject, 'aborts', name, async (provider, model) => {
    model.inject(fault)
    const { failure, ran } = await givenUp(provider, model)
    assert.deepEqual({ failure, ran }, { failure: 'aborted', ran: true })
  })
}

async function givenUp(provider: ModelProvider, model: ScriptedModel): Promise<ModelFailure> {
  const controller = new AbortController()
  const outcome = provider.send(subjectRequest, controller.signal)
  while (model.requests.length === 0) await wait(5)
  await wait(50)
  controller.abort()
  return failed(await outcome)
}
