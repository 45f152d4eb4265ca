import type { ChangeJudgement, ChangePolicy, JudgeRequest, Repository } from '@autopack/contracts'
import { openRepository } from '@autopack/git-workspace'
import { createGitFixture, createMemoryRepository } from '@autopack/testkit'
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGovernor, parseChange, proposeChange, serializeChange, type ParsedChange } from '@autopack/governed-apply'
import { anyEdits, anyHeaders, anyPatch, rightPatch, type GeneratedPatch } from './generated-patch.ts'
import { policy as openPolicy } from './real-world.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
/** Changes read and, where they can be, applied and judged: 6,500 in the usual profile, 130,000 in the nightly one. */
const runs = isNightly ? 50_000 : 2500
const monotoneRuns = isNightly ? 10_000 : 500
const gitBatches = isNightly ? 200 : 4
const timeout = isNightly ? 3_600_000 : 60_000

describe('a change that is read', () => {
  test('is the same when it is written and read again', { timeout }, () => {
    fc.assert(
      fc.property(rightPatch('x.txt'), ({ parsed, text }) => {
        expect(parseChange(parsed.format, text)).toEqual({ kind: 'parsed', parsed })
      }),
      { numRuns: runs },
    )
  })

  test.each([
    ['as headers alone', anyHeaders],
    ['as edits', anyEdits],
  ])('is the same when it is written and read again %s, whatever its names', { timeout }, (_, change) => {
    fc.assert(
      fc.property(change, (parsed) => {
        expect(parseChange(parsed.format, serializeChange(parsed))).toEqual({ kind: 'parsed', parsed })
      }),
      { numRuns: runs / 5 },
    )
  })

  test('is applied as it says or refused, whatever somebody has done to it, and never throws', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPatch('x.txt'), async ({ before, text, format }) => {
        const outcome = parseChange(format, text)
        if (outcome.kind === 'invalid') return
        expect(parseChange(format, serializeChange(outcome.parsed))).toEqual(outcome)
        const { repository, base } = memoryOf({ 'x.txt': before })
        const proposal = await proposeChange({ repository, base, parsed: outcome.parsed })
        if (proposal.kind !== 'proposed') return
        const judgement = await createGovernor({ repository }).judge({ change: proposal.change, onto: base, scope: ['**'], deliverables: [], policy: openPolicy })
        expect(judgement.kind).not.toBe('empty')
      }),
      { numRuns: runs },
    )
  })
})

function memoryOf(files: Readonly<Record<string, string | null>>): { readonly repository: Repository; readonly base: string } {
  const repository = createMemoryRepository({ files: Object.fromEntries(Object.entries(files).flatMap(([path, text]) => (text === null ? [] : [[path, text]]))) })
  return { repository, base: repository.refs.get('refs/heads/main') ?? '' }
}

test('what git accepts and we allow has the tree that git gives it', { timeout }, async () => {
  const fixture = createGitFixture()
  try {
    const repository = await openRepository({ path: fixture.root, env: { PATH: process.env['PATH'] } })
    const cases = fc.tuple(...Array.from({ length: 150 }, (_, index) => anyPatch(`d${index}/x.txt`).map((patch) => ({ ...patch, path: `d${index}/x.txt` }))))
    let compared = 0
    const once = async (patches: readonly (GeneratedPatch & { path: string; format: 'git-diff' | 'unified-diff' })[]): Promise<void> => {
      const allowed = (await Promise.all(patches.map(async (patch) => ({ ...patch, parsed: await allow(patch) })))).filter(({ parsed }) => parsed !== null)
      const existing = patches.flatMap(({ path, before }) => (before === null ? [] : [{ path, before }]))
      const blobs = await repository.writeBlobs(existing.map(({ before }) => Buffer.from(before)))
      const base = await repository.writeTree(fixture.git('rev-parse', 'HEAD'), existing.map(({ path }, index) => ({ path, after: { mode: '100644', blob: blobs[index] ?? '' } })))
      const accepted = acceptedByGit(fixture.root, base, allowed)
      const files = accepted.flatMap(({ parsed }) => (parsed === null || parsed.format === 'edits' ? [] : parsed.files))
      const ours = await proposeChange({ repository, base, parsed: { format: 'git-diff', files } })
      const theirs = applyByGit(fixture.root, base, accepted.map(({ text }) => text))
      expect(ours).toMatchObject({ kind: 'proposed', change: { tree: theirs } })
      compared += accepted.length
    }
    await fc.assert(fc.asyncProperty(cases, once), { numRuns: gitBatches, endOnFailure: true })
    expect(compared).toBeGreaterThan(gitBatches * 50)
  } finally {
    fixture.remove()
  }
})

async function allow({ path, before, text, format }: GeneratedPatch & { path: string; format: 'git-diff' | 'unified-diff' }): Promise<ParsedChange | null> {
  const outcome = parseChange(format, text)
  if (outcome.kind === 'invalid') return null
  const proposal = await proposeChange({ ...memoryOf({ [path]: before }), parsed: outcome.parsed })
  return proposal.kind === 'proposed' ? outcome.parsed : null
}

/** Those of the patches that git takes: all at once, else each half by itself. */
function acceptedByGit<T extends { readonly text: string }>(root: string, base: string, patches: readonly T[]): readonly T[] {
  if (patches.length === 0 || applyByGit(root, base, patches.map(({ text }) => text)) !== null) return patches
  const middle = Math.floor(patches.length / 2)
  return patches.length === 1 ? [] : [...acceptedByGit(root, base, patches.slice(0, middle)), ...acceptedByGit(root, base, patches.slice(middle))]
}

/** The tree after `git apply --cached` of all texts on a base; null when git refuses one. */
function applyByGit(root: string, base: string, texts: readonly string[]): string | null {
  const git = (args: readonly string[], input = ''): { status: number | null; stdout: string } =>
    spawnSync('git', ['-C', root, ...args], { input, encoding: 'utf8', env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_INDEX_FILE: `${root}/.git/trial-index` } })
  git(['read-tree', base])
  return git(['apply', '--cached', '--whitespace=nowarn', '-'], texts.join('')).status === 0 ? git(['write-tree']).stdout.trim() : null
}

describe('a policy', () => {
  const path = fc.constantFrom('src/a.js', 'SRC/a.js', './src/a.js', 'config/x', 'Config/x', 'docs/a.md', '.github/ci.yml', 'new.txt')
  const glob = fc.constantFrom('**', 'src/**', 'config/**', '*.txt', 'docs/*', '.github/**', '**/*.js')
  const policyClass = fc.record({ name: fc.constantFrom('a', 'b', 'c'), globs: fc.array(glob, { minLength: 1, maxLength: 2 }), verdict: fc.constantFrom('allow', 'ask', 'deny'), locked: fc.boolean() })
  const request = fc.record({ classes: fc.array(policyClass, { maxLength: 4 }), allowPaths: fc.array(glob, { maxLength: 2 }), scope: fc.array(glob, { minLength: 1, maxLength: 3 }), paths: fc.uniqueArray(path, { minLength: 1, maxLength: 3, selector: (name) => name.toLowerCase() }), executable: fc.boolean(), size: fc.nat({ max: 60 }), lifted: fc.array(fc.constantFrom('executable', 'growth'), { maxLength: 2 }) })

  test('that denies more, grants less or limits more never allows more', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(request, policyClass, fc.nat({ max: 4 }), fc.constantFrom('deny', 'grant', 'scope', 'limit', 'lift'), async (given, added, at, way) => {
        const { repository, base } = memoryOf({ 'src/a.js': '1\n'.repeat(20), 'config/x': 'x\n' })
        const blobs = await repository.writeBlobs([Buffer.from('1\n'.repeat(given.size))])
        const tree = await repository.writeTree(base, given.paths.map((name) => ({ path: name.replace('./', ''), after: { mode: given.executable ? '100755' : '100644', blob: blobs[0] ?? '' } })))
        const policy: ChangePolicy = { digest: 'x', classes: given.classes, allowPaths: given.allowPaths, limits: { files: 3, changedBytes: 300, growth: 3 } }
        const before: JudgeRequest = { change: { base, tree }, onto: base, scope: given.scope, deliverables: [], policy, allow: Object.fromEntries(given.lifted.map((rule) => [rule, ['**']])) }
        const stricter: Readonly<Record<typeof way, JudgeRequest>> = {
          deny: { ...before, policy: { ...policy, classes: given.classes.toSpliced(at, 0, { ...added, verdict: 'deny' }) } },
          grant: { ...before, policy: { ...policy, allowPaths: given.allowPaths.slice(1) } },
          scope: { ...before, scope: given.scope.slice(1) },
          limit: { ...before, policy: { ...policy, limits: { files: 1, changedBytes: 100, growth: 2 } } },
          lift: { ...before, allow: {} },
        }
        const governor = createGovernor({ repository })
        expect(strictness(await governor.judge(stricter[way]))).toBeGreaterThanOrEqual(strictness(await governor.judge(before)))
      }),
      { numRuns: monotoneRuns },
    )
  })
})

function strictness(judgement: ChangeJudgement): number {
  if (judgement.kind === 'accepted') return judgement.asks.length > 0 ? 1 : 0
  return judgement.kind === 'empty' ? 0 : 2
}
