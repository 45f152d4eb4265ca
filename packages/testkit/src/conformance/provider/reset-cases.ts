import assert from 'node:assert/strict'
import { naiveReset } from '../../model/model-faults.ts'
import { caseOf, failed, never, subjectNow, subjectRequest, type ProviderCase, type ProviderSubject } from './provider-subject.ts'

const waits = [
  ['a short limit ends when it was said to', 20_000, 20_000],
  ['an hour-long limit ends when it was said to', 3_600_000, 3_600_000],
  ['an end that is absurdly far away is none', 400 * 86_400_000, null],
] as const

/** What servers write into `retry-after`; null: it names no time that can be waited for. */
const written = [
  ['a fraction of a second', '1.5', 1500],
  ['nothing', '', null],
  ['words', 'soon', null],
  ['no time at all', '0', null],
  ['a time before it', '-5', null],
  ['milliseconds where seconds are read', '31536000000', null],
  ['more than any clock shows', '8650000000000', null],
  ['more than a number holds', '99999999999999999999', null],
  ['a date that has passed', new Date(subjectNow - 60_000).toUTCString(), null],
  ['a date that is absurdly far away', new Date(subjectNow + 400 * 86_400_000).toUTCString(), null],
] as const

/** When to come back, in every form that the provider claims to hear. */
export function resetCases(subject: ProviderSubject): ProviderCase[] {
  const { resetForms, naiveOffset } = subject.capabilities
  const named = resetForms.flatMap((resetForm) =>
    waits.map(([what, resetAfterMs, wait]) =>
      caseOf(subject, 'limits', `${what} (${resetForm})`, async (provider, model) => {
        model.inject({ fault: 'rate-limited', resetAfterMs, resetForm })
        assert.equal(failed(await provider.send(subjectRequest, never())).resetAt, wait === null ? null : subjectNow + wait)
      }),
    ),
  )
  const odd = (resetForms.includes('seconds') ? written : []).map(([what, retryAfter, wait]) =>
    caseOf(subject, 'limits', `${what} in retry-after is ${wait === null ? 'no end of a limit' : 'one'}`, async (provider, model) => {
      model.inject({ fault: 'rate-limited', retryAfter })
      assert.equal(failed(await provider.send(subjectRequest, never())).resetAt, wait === null ? null : subjectNow + wait)
    }),
  )
  return [
    ...named,
    ...odd,
    caseOf(subject, 'limits', 'a limit whose end was not said has none', async (provider, model) => {
      model.inject('rate-limited')
      assert.equal(failed(await provider.send(subjectRequest, never())).resetAt, null)
    }),
    caseOf(subject, 'limits', naiveOffset === null ? 'a time without a zone is not guessed at' : `a time without a zone is ${naiveOffset}`, async (provider, model) => {
      model.inject('naive-reset')
      const { failure, resetAt } = failed(await provider.send(subjectRequest, never()))
      assert.ok(failure === 'rateLimited' || failure === 'quotaExhausted', failure)
      assert.equal(resetAt, naiveOffset === null ? null : Date.parse(`${naiveReset(subjectNow).replace(' ', 'T')}${naiveOffset}`))
    }),
  ]
}
