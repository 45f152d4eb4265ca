import { expect, test } from 'vitest'
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
