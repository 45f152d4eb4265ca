import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { RepositoryReport } from '@autopack/contracts'
import { createGitFixture, type GitFixture } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { openRepository } from '../src/index.ts'
import { env } from './trial.ts'

function fixture(files?: Readonly<Record<string, string>> | null): GitFixture {
  const made = createGitFixture(files)
  onTestFinished(() => made.remove())
  return made
}

async function inspect(path: string): Promise<RepositoryReport> {
  return (await openRepository({ path, env })).inspect()
}

const names = (findings: RepositoryReport['refusals']): readonly string[] => findings.map(({ name }) => name)

test('a clean repository has nothing to report', async () => {
  const { root, git } = fixture()
  expect(await inspect(root)).toEqual({ head: git('rev-parse', 'HEAD'), branch: 'main', notices: [], refusals: [] })
})

test('a dirty working tree is a notice, and counts untracked files', async () => {
  const { root, write } = fixture()
  write({ 'README.md': 'changed\n' })
  expect((await inspect(root)).notices).toEqual([{ name: 'dirty', message: 'the working tree has one uncommitted change; the run starts from the last commit, does not see it and leaves it as it is' }])
  write({ 'new.md': 'new\n' })
  expect(await inspect(root)).toMatchObject({ notices: [{ name: 'dirty', message: expect.stringContaining('2 uncommitted changes') }], refusals: [] })
})

test('a detached HEAD is a notice', async () => {
  const { root, git } = fixture()
  git('switch', '--quiet', '--detach')
  expect(await inspect(root)).toMatchObject({ branch: null, notices: [{ name: 'detached' }], refusals: [] })
})

test('a shallow clone is a notice', async () => {
  const { root, commit, git } = fixture()
  commit({ 'second.md': 'second\n' })
  git('clone', '--quiet', '--depth', '1', `file://${root}`, 'clone')
  expect(await inspect(join(root, 'clone'))).toMatchObject({ notices: [{ name: 'shallow' }], refusals: [] })
})

test('a repository without a commit is refused', async () => {
  const { root } = fixture(null)
  expect(await inspect(root)).toMatchObject({ branch: 'main', refusals: [{ name: 'empty', message: expect.stringContaining('git commit') }] })
})

test('a partial clone is refused', async () => {
  const { root, git } = fixture()
  git('config', 'uploadpack.allowFilter', 'true')
  git('clone', '--quiet', '--filter=blob:none', `file://${root}`, 'clone')
  expect(names((await inspect(join(root, 'clone'))).refusals)).toEqual(['partial-clone'])
})

test('submodules are refused, by their place', async () => {
  const { root, git } = fixture()
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},vendor/lib`)
  git('commit', '--quiet', '--message', 'submodule')
  expect((await inspect(root)).refusals).toEqual([{ name: 'submodules', message: expect.stringContaining('vendor/lib') }])
})

test('LFS and custom filters are refused apart, wherever their attributes are', async () => {
  const { root } = fixture({ 'assets/.gitattributes': '# filter=none here\n*.png filter=lfs diff=lfs merge=lfs -text\n', '.gitattributes': '*.sql filter=secret\n' })
  const { refusals } = await inspect(root)
  expect(names(refusals)).toEqual(['lfs', 'filters'])
  expect(refusals[1]?.message).toContain('secret')
})

test('filters of a repository do not run while it is looked at', async () => {
  const { root, git, write, commit } = fixture()
  const sprung = join(root, '.git', 'sprung')
  commit({ '.gitattributes': '*.md filter=trap\n' })
  git('config', 'filter.trap.clean', `touch ${sprung}; cat`)
  write({ 'README.md': '# A pr0ject\n' })
  expect(names((await inspect(root)).refusals)).toEqual(['filters'])
  expect(execFileSync('ls', [join(root, '.git')], { encoding: 'utf8' })).not.toContain('sprung')
})

test('a branch or a tag called autopack is refused', async () => {
  const { root, git } = fixture()
  git('branch', 'autopack')
  git('tag', 'autopack')
  const { refusals } = await inspect(root)
  expect(names(refusals)).toEqual(['autopack-branch', 'autopack-branch'])
  expect(refusals.map(({ message }) => message)).toEqual([expect.stringContaining('git branch -m autopack'), expect.stringContaining('git tag -d autopack')])
})

test('a branch of ours that is checked out in any working tree is refused', async () => {
  const { root, git } = fixture()
  git('worktree', 'add', '--quiet', '-b', 'autopack/one', join(root, '..', `linked-${process.pid}`))
  onTestFinished(() => void git('worktree', 'remove', '--force', join(root, '..', `linked-${process.pid}`)))
  const { refusals } = await inspect(root)
  expect(refusals).toEqual([{ name: 'autopack-checked-out', message: expect.stringMatching(/autopack\/one is checked out in .*linked-/) }])
})
