import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGitFixture, type GitFixture } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { createWorkspace, openRepository } from '../src/index.ts'
import { env } from './trial.ts'

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-locate-')))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function fixture(): GitFixture {
  const made = createGitFixture()
  onTestFinished(() => made.remove())
  return made
}

function fakeGit(script: string): string {
  const path = join(folder(), 'git')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

test('a repository is found from a folder inside it, and from a linked working tree', async () => {
  const { root, git } = fixture()
  mkdirSync(join(root, 'deep/er'), { recursive: true })
  const linked = join(folder(), 'linked')
  git('worktree', 'add', '--quiet', '-b', 'side', linked)
  const commonDirectory = join(root, '.git')
  expect((await openRepository({ path: join(root, 'deep/er'), env })).identity).toEqual({ root, commonDirectory })
  const repository = await openRepository({ path: linked, env })
  expect(repository.identity).toEqual({ root: linked, commonDirectory })
  expect(await repository.inspect()).toMatchObject({ branch: 'side', notices: [], refusals: [] })
  expect(await repository.moveRef('refs/heads/autopack/one', git('rev-parse', 'HEAD'), null)).toBe(true)
})

test('a checkout works from a linked working tree', async () => {
  const { git } = fixture()
  const directory = folder()
  git('worktree', 'add', '--quiet', '-b', 'side', join(directory, 'linked'))
  const repository = await openRepository({ path: join(directory, 'linked'), env })
  const workspace = createWorkspace({ repository, directory: join(directory, 'checkouts'), env })
  const checkout = await workspace.create('one', git('rev-parse', 'HEAD'), { copy: [] })
  expect(await workspace.capture(checkout)).toBe(git('rev-parse', 'HEAD^{tree}'))
})

test('a repository with SHA-256 names works the same', async () => {
  const root = folder()
  const { git, commit } = sha256Fixture(root)
  const base = commit()
  const repository = await openRepository({ path: root, env })
  const workspace = createWorkspace({ repository, directory: folder(), env })
  const checkout = await workspace.create('one', base, { copy: [] })
  writeFileSync(join(checkout.path, 'new.md'), 'new\n')
  const tree = await workspace.capture(checkout)
  expect(tree).toHaveLength(64)
  expect((await repository.changes(base, tree)).map(({ path }) => path)).toEqual(['new.md'])
  expect(await repository.writeTree(base, [{ path: 'README.md', after: null }])).toHaveLength(64)
  expect(await repository.moveRef('refs/heads/autopack/one', base, null)).toBe(true)
  expect(git('rev-parse', 'autopack/one')).toBe(base)
})

test.each([
  ['a folder without a repository', folder],
  ['a folder that is not there', () => '/nowhere/at/all'],
  ['a git directory', () => join(fixture().root, '.git')],
])('%s is refused with what to run', async (_, make) => {
  await expect(openRepository({ path: make(), env })).rejects.toMatchObject({ code: 'AUTOPACK_NOT_A_REPOSITORY', message: expect.stringContaining('git init') })
})

test('a bare repository is refused', async () => {
  const { git, root } = fixture()
  git('clone', '--quiet', '--bare', root, 'bare.git')
  await expect(openRepository({ path: join(root, 'bare.git'), env })).rejects.toMatchObject({ code: 'AUTOPACK_REPOSITORY_BARE' })
})

test('a missing git is named', async () => {
  const { root } = fixture()
  await expect(openRepository({ path: root, env: { PATH: folder() } })).rejects.toMatchObject({ code: 'AUTOPACK_GIT_MISSING', message: expect.stringContaining('install git') })
})

test('a git that does not know our question is too old', async () => {
  const git = fakeGit('case "$*" in *version) echo "git version 2.20.1";; *) echo --path-format=absolute; echo .git;; esac')
  await expect(openRepository({ path: fixture().root, git, env })).rejects.toMatchObject({ code: 'AUTOPACK_GIT_TOO_OLD', message: expect.stringContaining('2.20.1') })
})

test('nothing of the caller’s environment reaches git but where programs are', async () => {
  const { root } = fixture()
  const elsewhere = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', GIT_OBJECT_DIRECTORY: '/nowhere', GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.bare', GIT_CONFIG_VALUE_0: 'true', HOME: root }
  const repository = await openRepository({ path: root, env: { ...env, ...elsewhere } })
  expect(await repository.inspect()).toMatchObject({ branch: 'main', refusals: [] })
})

test.each([
  ['in the git directory', (root: string) => join(root, '.git', 'checkouts')],
  ['in the user’s tree', (root: string) => join(root, 'checkouts')],
])('checkouts %s are refused', async (_, place) => {
  const { root } = fixture()
  const repository = await openRepository({ path: root, env })
  expect(() => createWorkspace({ repository, directory: place(root), env })).toThrow(expect.objectContaining({ code: 'AUTOPACK_WORKSPACE_LOCATION' }))
  expect(existsSync(place(root))).toBe(false)
})

test.each(['../escape', 'a/b', '.hidden', ''])('a checkout cannot be called "%s"', async (name) => {
  const { root, git } = fixture()
  const workspace = createWorkspace({ repository: await openRepository({ path: root, env }), directory: folder(), env })
  await expect(workspace.create(name, git('rev-parse', 'HEAD'), { copy: [] })).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_NAME' })
})

function sha256Fixture(root: string): { readonly git: (...args: readonly string[]) => string; readonly commit: () => string } {
  const outer = createGitFixture()
  onTestFinished(() => outer.remove())
  const git = (...args: readonly string[]): string => outer.git('-C', root, ...args)
  const commit = (): string => {
    git('init', '--quiet', '--object-format=sha256', '--initial-branch=main')
    writeFileSync(join(root, 'README.md'), '# SHA-256\n')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'First')
    return git('rev-parse', 'HEAD')
  }
  return { git, commit }
}
