import assert from 'node:assert/strict'
import { naiveReset } from '../../model/model-faults.ts'
import { caseOf, failed, never, subjectNow, subjectRequest, type ProviderCase, type ProviderSubject } from './provider-subject.ts'

const waits = [
  ['short', 20_000],
  ['hour-long', 3_600_000],
] as const

/** When to come back, in every form that the provider claims to hear. */
export function resetCases(subject: ProviderSubject): ProviderCase[] {
  const { resetForms, naiveOffset } = subject.capabilities
  const named = resetForms.flatMap((resetForm) =>
    waits.map(([length, resetAfterMs]) =>
      caseOf(subject, 'limits', `a ${length} limit ends when it was said to (${resetForm})`, async (provider, model) => {
        model.inject({ fault: 'rate-limited', resetAfterMs, resetForm })
        assert.equal(failed(await provider.send(subjectRequest, never())).resetAt, subjectNow + resetAfterMs)
      }),
    ),
  )
  return [
    ...named,
    caseOf(subject, 'limits', 'a limit whose end was not said has none', async (provider, model) => {
      model.inject('rate-limited')
      assert.equal(failed(await provider.send(subjectRequest, never())).resetAt, null)
    }),
    caseOf(subject, 'limits', naiveOffset === null ? 'a time without a zone is not guessed at' : `a time without a zone is ${naiveOffset}`, async (provider, model) => {
      model.inject('naive-reset')
      const { failure, resetAt } = failed(await provider.send(subjectRequest, never()))
      assert.ok(failure === 'rateLimited' || failure === 'quotaExhausted', failure)
      assert.equal(resetAt, naiveOffset === null ? null : Date.parse(`${naiveReset.replace(' ', 'T')}${naiveOffset}`))
    }),
  ]
}
