import { afterEach, beforeEach } from 'vitest'

// A test that prints fails: output is a result, and results are asserted or not made.
const printed: string[] = []

for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'table', 'dir'] as const) {
  console[method] = (...values: unknown[]): void => {
    printed.push(`console.${method}: ${values.map(String).join(' ')}`)
  }
}

for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (chunk: Uint8Array | string): boolean => {
    printed.push(`${name}: ${typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()}`)
    return true
  }
}

beforeEach(() => {
  printed.length = 0
})

afterEach(() => {
  if (printed.length > 0) throw new Error(`a test must not print, this one did:\n${printed.join('\n')}`)
})
