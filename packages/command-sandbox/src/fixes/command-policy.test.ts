import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CommandPolicy, readCommandPolicy } from './command-policy.ts'

const shipped = readFileSync(new URL('../../../../config/commands.yaml', import.meta.url), 'utf8')
const policy = readCommandPolicy(shipped)

function rule(name: string, verdict: string, more: object = {}): object {
  return { name, verdict, category: 'file', match: [{ category: 'file', op: 'create', args: { path: 'src/a' } }], not_match: [{ category: 'node', op: 'install', args: {} }], ...more }
}

function policyOf(...rules: readonly object[]): CommandPolicy {
  return readCommandPolicy(JSON.stringify({ version: 1, limits: { paths: 2, characters: 20 }, rules }))
}

const create = (path: string): object => ({ category: 'file', op: 'create', args: { path } })

describe('the shipped policy', () => {
  test.each([
    ['allow', { category: 'git', op: 'abort_merge', args: {} }],
    ['ask', { category: 'file', op: 'remove', args: { paths: ['a'] } }],
    ['deny', { category: 'file', op: 'remove', args: { paths: ['a', '.GITHUB/workflows/x.yml'] } }],
    ['deny', { category: 'python', op: 'create_environment', args: { path: '.venv' } }],
  ])('%s: %o', (verdict, fix) => expect(policy.decide(fix).verdict).toBe(verdict))

  test('decides within 50 microseconds', () => {
    const fixes = [{ category: 'file', op: 'remove', args: { paths: ['a/b/c', 'd/e/f'] } }, { category: 'node', op: 'install', args: {} }, { category: 'node', op: 'rm -rf', args: {} }]
    const times = Array.from({ length: 2_000 }, (_, index) => {
      const started = performance.now()
      policy.decide(fixes[index % fixes.length])
      return performance.now() - started
    })
    expect(times.toSorted((a, b) => a - b)[1_000]).toBeLessThan(0.05)
  })
})

test('deny beats ask, ask beats allow, in any order; what no rule names is denied', () => {
  const verdict = (...verdicts: readonly string[]): string => policyOf(...verdicts.map((one) => rule(one, one))).decide(create('src/a')).verdict
  expect([verdict('allow', 'ask', 'deny'), verdict('deny', 'allow'), verdict('allow', 'ask'), verdict('allow'), verdict()]).toEqual(['deny', 'deny', 'ask', 'allow', 'deny'])
})

test('an allow needs every path under its folders, a deny one, or one that holds them', () => {
  const move = (from: string, to: string): object => ({ category: 'file', op: 'move', args: { from, to } })
  const allowing = policyOf(rule('src', 'allow', { under: ['src'] }))
  expect([move('src/a', 'src/b'), move('src/a', 'b'), move('srcs/a', 'src/b')].map((fix) => allowing.decide(fix).verdict)).toEqual(['allow', 'deny', 'deny'])
  const denying = policyOf(rule('all', 'allow'), rule('secret', 'deny', { under: ['src/a'] }))
  expect([move('x', 'SRC/A/b'), move('src', 'x'), move('x', 'y')].map((fix) => denying.decide(fix).rule)).toEqual(['secret', 'secret', 'all'])
})

test('an allow means its folders to the letter, a deny and an ask whatever some file system takes for them', () => {
  const folded = ['BUILD/x', 'Build/x', '\uff42uild/x', 'b\u200duild/x', 'build\u00ad/x']
  const decided = (verdict: string): readonly string[] => folded.map((path) => policyOf(rule('other', 'allow', { under: ['src'] }), rule('build', verdict, { under: ['build'], match: [create('build/a')] })).decide(create(path)).rule ?? 'none')
  expect([decided('allow'), decided('deny'), decided('ask')]).toEqual([folded.map(() => 'none'), folded.map(() => 'build'), folded.map(() => 'build')])
})

test('a rule that denies or asks never allows more, wherever it is put', () => {
  const path = fc.constantFrom('src/a', 'src', 'SRC/A', 'b', 'src/a/c')
  const given = fc.record({ verdict: fc.constantFrom('deny', 'ask', 'allow'), under: fc.option(fc.array(path, { minLength: 1, maxLength: 2 }), { nil: undefined }), ops: fc.constantFrom(undefined, ['create'], ['move', 'copy']) })
  const strictness = (rules: readonly { readonly verdict: string; readonly under?: readonly string[] | undefined; readonly ops?: readonly string[] | undefined }[], from: string, to: string): number => {
    // examples are tried when a policy is read, and are no part of what is shown here
    const policy = policyOf(...rules.map((each, index) => rule(`r${index}`, each.verdict, { ...each, ...exampleOf(each) })))
    return ['allow', 'ask', 'deny'].indexOf(policy.decide({ category: 'file', op: 'move', args: { from, to } }).verdict)
  }
  fc.assert(
    fc.property(fc.array(given, { maxLength: 4 }), given, fc.nat({ max: 4 }), path, path, (rules, added, at, from, to) => {
      const stricter = { ...added, verdict: added.verdict === 'allow' ? 'deny' : added.verdict }
      const before = strictness(rules, from, to)
      // an ask may say no less than what no rule names, which is denied
      fc.pre(stricter.verdict === 'deny' || before < 2)
      expect(strictness(rules.toSpliced(at, 0, stricter), from, to)).toBeGreaterThanOrEqual(before)
    }),
    { numRuns: process.env['AUTOPACK_PROFILE'] === 'nightly' ? 10_000 : 300 },
  )
})

/** What a rule decides: an operation of its, on a path under its folders. */
function exampleOf({ under, ops }: { readonly under?: readonly string[] | undefined; readonly ops?: readonly string[] | undefined }): object {
  const path = under?.[0] ?? 'x'
  const op = ops?.[0] ?? 'create'
  return { match: [{ category: 'file', op, args: op === 'create' ? { path } : { from: path, to: path } }] }
}

test('a fix with too many paths or characters is denied', () => {
  const open = policyOf(rule('all', 'allow'))
  const remove = (paths: readonly string[]): string => open.decide({ category: 'file', op: 'remove', args: { paths } }).message
  expect([remove(['a', 'b']), remove(['a', 'b', 'c']), remove(['a'.repeat(21)])]).toEqual([expect.stringContaining('allowed'), expect.stringContaining('split it'), expect.stringContaining('split it')])
})

test('a rule that its own examples contradict is refused when it is read, and so is what is no policy', () => {
  const invalid = (...rules: readonly object[]): (() => unknown) => () => policyOf(...rules)
  expect(invalid(rule('wrong', 'allow', { ops: ['remove'] }))).toThrow(/wrong does not match its example/)
  expect(invalid(rule('wide', 'allow', { not_match: [create('b')] }))).toThrow(/wide matches .*"b"/)
  expect(invalid(rule('unproved', 'allow', { match: [] }))).toThrow(expect.objectContaining({ code: 'AUTOPACK_CONFIGURATION_INVALID' }))
  expect(() => readCommandPolicy('version: [')).toThrow(expect.objectContaining({ code: 'AUTOPACK_CONFIGURATION_INVALID' }))
})

test.each(['', '/etc/passwd', '../x', 'a/../b', './a', 'a//b', '.git/config', 'a/.GIT/x', '.g\u200cit/x', 'git~1/x', '.git./x', '.git /x', '.git::$INDEX_ALLOCATION/x', 'a\nb', 'a\\b', 'a\0b', '.ｇit/x', 'x'.repeat(1_001)])('the path %j is in no fix', (path) => {
  expect(policyOf(rule('all', 'allow')).decide(create(path))).toMatchObject({ verdict: 'deny', fix: null })
})

test('a decision is one printable line, whatever the fix says', () => {
  const { message } = policy.decide({ category: 'git', op: 'x\n\u001b[2J', args: { 'a\nb': 1 } })
  // oxlint-disable-next-line no-control-regex
  expect(message).not.toMatch(/[\n\u001b]/)
})
