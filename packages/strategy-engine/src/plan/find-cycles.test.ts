import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from './find-cycles.ts'

const node = fc.integer({ min: 0, max: 9 }).map(String)
const anyEdges = fc.dictionary(node, fc.array(node, { maxLength: 3 })).map((edges) => new Map(Object.entries(edges)))

test('every cycle that is found is one', () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      for (const cycle of findCycles(edges)) {
        for (const [index, from] of cycle.entries()) expect(edges.get(from)).toContain(cycle[(index + 1) % cycle.length])
      }
    }),
  )
})

test('one is found exactly where nodes cannot be put in order', () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      expect(findCycles(edges).length > 0).toBe(!canBeOrdered(edges))
    }),
  )
})

test('a chain of any length is walked', () => {
  const chain = Array.from({ length: 20_000 }, (_, index): [string, string[]] => [`n${index}`, [`n${index + 1}`]])
  expect(findCycles(new Map(chain))).toEqual([])
  expect(findCycles(new Map([...chain, ['n20000', ['n0']]])).map((cycle) => cycle.length)).toEqual([20_001])
})

/** Repeatedly takes away whatever waits for nothing. */
function canBeOrdered(edges: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(edges)
  for (;;) {
    const ready = [...left].find(([, targets]) => targets.every((target) => !left.has(target)))
    if (!ready) return left.size === 0
    left.delete(ready[0])
  }
}
