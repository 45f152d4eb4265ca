import { modelFailureClasses } from '@autopack/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyError } from './failure.ts'

const circumstances = { aborted: false, expired: false, timeoutMs: 1000, now: 0 }

test('whatever is thrown has a class and a message', () => {
  const thrown = fc.oneof(
    fc.anything(),
    fc.string().map((message) => new Error(message)),
    fc.record({ status: fc.option(fc.integer()), code: fc.anything(), headers: fc.anything() }).map((fields) => Object.assign(new Error('x'), fields)),
  )
  fc.assert(
    fc.property(thrown, (error) => {
      const failure = classifyError(error, circumstances)
      expect(modelFailureClasses).toContain(failure.failure)
      expect(failure.message).toBeTypeOf('string')
    }),
  )
})

test.each([
  [418, null, 'invalidRequest', false],
  [502, null, 'transient', false],
  [504, null, 'timeout', true],
  [429, 'insufficient_quota', 'quotaExhausted', false],
  [400, 'context_length_exceeded', 'contextOverflow', false],
  [500, 'server_error', 'transient', false],
  [503, 'server_error', 'overloaded', false],
])('status %i with code %s is %s', (status, code, failure, ran) => {
  const error = Object.assign(new Error('said'), { status, code, headers: new Headers() })
  expect(classifyError(error, circumstances)).toMatchObject({ failure, ran })
})
