import type { PolicyFile } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { shipped } from '../../test/fixtures.ts'
import { compilePolicy } from './compile-policy.ts'

const policyFile = shipped.policy.value

test('classes come in the order of the file, with the verdict of the run type', () => {
  expect(compilePolicy({ policyFile, runType: 'maintenance', allowPaths: ['*.json'] })).toEqual({
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    classes: [
      { name: 'security', globs: ['src/auth/**'], verdict: 'ask' },
      { name: 'config', globs: ['*.json'], verdict: 'deny' },
      { name: 'source', globs: ['**'], verdict: 'ask' },
    ],
    allowPaths: ['*.json'],
    limits: { files: 200, changedBytes: 5_000_000 },
  })
})

test('in a self-upgrade security needs a person, and no grant lifts that', () => {
  const { classes } = compilePolicy({ policyFile, runType: 'self_upgrade', allowPaths: ['**'] })
  expect(classes).toEqual([
    { name: 'security', globs: ['src/auth/**'], verdict: 'ask', locked: true },
    { name: 'config', globs: ['*.json'], verdict: 'ask' },
    { name: 'source', globs: ['**'], verdict: 'allow' },
  ])
})

test('the digest is that of the content: equal for equal policies, another for any other', () => {
  const digest = (change: Partial<PolicyFile> = {}, allowPaths: string[] = []): string =>
    compilePolicy({ policyFile: { ...policyFile, ...change }, runType: 'project_build', allowPaths }).digest
  expect(digest({ limits: { changedBytes: 5_000_000, files: 200 } })).toBe(digest())
  const all = [digest(), digest({ limits: { files: 1, changedBytes: 5_000_000 } }), digest({}, ['a']), digest({ classes: { ...policyFile.classes, source: ['src/**'] } })]
  expect(new Set(all).size).toBe(all.length)
})

test('a table without a verdict is not compiled', () => {
  const runTypes = { ...policyFile.runTypes, maintenance: {} }
  expect(() => compilePolicy({ policyFile: { ...policyFile, runTypes }, runType: 'maintenance', allowPaths: [] })).toThrow(
    expect.objectContaining({ code: 'AUTOPACK_POLICY_INCOMPLETE' }),
  )
})
