import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWorkspace, openRepository } from '../src/index.ts'
import { allFiles } from '../src/repository/all-files.ts'
import { createRepositoryParts } from '../src/repository/repository-parts.ts'
import { env, withTrial } from './trial.ts'

test.each([
  ['few', 20],
  ['many', 150],
])('the files of a tree of %s folders are those that git lists, in its order', (_, folders) => {
  const deep = Object.fromEntries(Array.from({ length: folders }, (__, number) => [`f${number % 7}/g${number}/file.txt`, `${number}\n`]))
  return withTrial({ ...deep, 'a.b': 'x\n', 'a/b': 'x\n', 'a0': 'x\n', 'ü/tab\t.txt': 'x\n' }, async ({ user, repository, base }) => {
    const { root, commonDirectory } = repository.identity
    const parts = createRepositoryParts({ git: 'git', env }, { root, gitDirectory: commonDirectory, commonDirectory, objectFormat: 'sha1' })
    const listed = user.git('ls-tree', '-r', '-z', base).split('\0').filter((line) => line !== '')
    expect(await allFiles(parts, base)).toEqual(listed)
    await parts.scope.close()
  })
})

test('a tree that was written here has the setup key that another process finds', () =>
  withTrial({ 'app/yarn.lock': 'a\n', 'app.b/go.mod': 'a\n' }, async ({ user, repository, workspace, base, aside }) => {
    const [lock = null] = await repository.entries(base, ['app/yarn.lock'])
    const added = ['app/package.json', 'app/go.sum/go.mod', 'go.mod', 'app-c/go.mod']
    const tree = await repository.writeTree(base, added.map((path) => ({ path, after: lock })))
    const commit = await repository.writeCommit({ tree, parents: [base], author: { name: 'A', email: 'a@b' }, at: 1_700_000_000, message: 'm' })
    const later = await openRepository({ path: user.root, env })
    const key = await createWorkspace({ repository: later, directory: join(aside, 'later'), env }).setupKey(commit, [])
    expect(await workspace.setupKey(tree, [])).toBe(key)
    expect(await workspace.setupKey(commit, [])).toBe(key)
    await later.close()
  }))
