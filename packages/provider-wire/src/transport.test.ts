import { modelFailureClasses } from '@autopack/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyTransport } from './transport.ts'

test('whatever is thrown has a class and a message', () => {
  const thrown = fc.oneof(
    fc.anything(),
    fc.string().map((message) => new Error(message)),
    fc.record({ status: fc.option(fc.integer()), code: fc.anything(), cause: fc.anything() }).map((fields) => Object.assign(new Error('x'), fields)),
  )
  fc.assert(
    fc.property(thrown, (error) => {
      const failure = classifyTransport(error)
      expect(modelFailureClasses).toContain(failure.failure)
      expect(failure.message).toBeTypeOf('string')
    }),
  )
})

test.each([
  [new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }), 'transient', false],
  [new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }) }), 'transient', true],
  [new TypeError('fetch failed', { cause: Object.assign(new Error('headers'), { code: 'UND_ERR_HEADERS_TIMEOUT' }) }), 'timeout', true],
  [new TypeError('terminated'), 'streamCut', true],
  [new SyntaxError('Unexpected end of JSON input'), 'streamCut', true],
  [new Error('odd'), 'unknown', true],
])('%s is %s', (error, failure, ran) => {
  expect(classifyTransport(error)).toMatchObject({ failure, ran })
})
