import { afterEach, beforeEach } from 'vitest'

// A test that prints fails: output is a result, and results are asserted or not made.
const printed: string[] = []

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'table', 'dir'] as const
for (const method of methods) {
  console[method] = (...values: unknown[]): void => {
    printed.push(`console.${method}: ${values.map(String).join(' ')}`)
  }
}

beforeEach(() => {
  printed.length = 0
})

afterEach(() => {
  if (printed.length > 0) throw new Error(`a test must not print, this one did:\n${printed.join('\n')}`)
})
