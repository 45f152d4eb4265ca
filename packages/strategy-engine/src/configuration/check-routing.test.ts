import { expect, test } from 'vitest'
import { resolve } from '../../test/fixtures.ts'
import { formatProblem } from '../problem/problem.ts'
import { checkRouting } from './check-routing.ts'
import { readModelsFile } from './read-files.ts'

function problems(routing: string): readonly string[] {
  const text = `version: 1
providers: { one: { kind: openai } }
models: { m: { provider: one, name: x, family: x, billing: free, maxOutputTokens: 10 } }
roles: {}
escalateAfter: 1
routing:
  ${routing}`
  const read = readModelsFile({ text, file: 'models.yaml' })
  return (read.kind === 'invalid' ? read.problems : checkRouting(read, resolve(null))).map(formatProblem)
}

test.each([
  ['strategies: { doc: best_first }', 'models.yaml:7:17 routing.strategies.doc: there is no category `doc` (did you mean `docs`?)'],
  ['fallbacks: { doc: [m] }', 'models.yaml:7:16 routing.fallbacks.doc: there is no category `doc`'],
  ['neverDowngrade: [docs, doc]', 'models.yaml:7:26 routing.neverDowngrade[1]: there is no category `doc`'],
  ['neverDowngrade: [docs/destroying]', 'models.yaml:7:20 routing.neverDowngrade[0]: there is no subkind `destroying`'],
  ['strongest: { models: [m], afterFailed: { highRisk: 1, otherwise: 1 }, categories: [doc] }', 'models.yaml:7:86 routing.strongest.categories[0]: there is no category `doc`'],
])('%s protects nothing, and is named with its place', (routing, problem) => {
  expect(problems(routing)).toEqual([expect.stringContaining(problem)])
})

test('categories that exist are no problem', () => {
  expect(problems('neverDowngrade: [docs, security_auth_change, schema_contract_change/destructive]')).toEqual([])
})
