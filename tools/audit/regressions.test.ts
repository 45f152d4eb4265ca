import { expect, test } from 'vitest'
import { regressions } from './regressions.mjs'

const high = { url: 'https://advisories.example/1', severity: 'high', title: 'one', name: 'a' }
const critical = { url: 'https://advisories.example/2', severity: 'critical', title: 'two', name: 'b' }
const report = { vulnerabilities: { a: { via: [high] }, b: { via: [critical, 'a'] }, c: { via: [high] } } }

test('an advisory that is not in the baseline blocks, once', () => {
  expect(regressions(report, [{ advisory: critical.url }], { publish: false })).toEqual([high])
})

test('an accepted advisory passes', () => {
  expect(regressions(report, [{ advisory: high.url }, { advisory: critical.url }], { publish: false })).toEqual([])
})

test('a critical one blocks a publish although it was accepted', () => {
  expect(regressions(report, [{ advisory: high.url }, { advisory: critical.url }], { publish: true })).toEqual([critical])
})
