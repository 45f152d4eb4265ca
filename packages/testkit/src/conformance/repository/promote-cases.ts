import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { commitOn, throwsCode, type RepositoryCase } from './repository-case.ts'

export function promoteCases(on: RepositoryCase): readonly ConformanceCase[] {
  return [
    on('promotes by moving the branch forward', async (subject) => {
      const { repository, base } = subject
      const next = await commitOn(subject, base, 'next.md')
      assert.deepEqual(await repository.promote('main', next), { kind: 'promoted', from: base, to: next })
      assert.equal(await repository.readRef('refs/heads/main'), next)
    }),
    on('promotes into a branch that is not there by making it', async ({ repository, base }) => {
      assert.deepEqual(await repository.promote('release/next', base), { kind: 'promoted', from: null, to: base })
      assert.equal(await repository.readRef('refs/heads/release/next'), base)
    }),
    on('says so when the branch has the commit already', async (subject) => {
      const { repository, base } = subject
      await repository.promote('main', await commitOn(subject, base, 'next.md'))
      assert.deepEqual(await repository.promote('main', base), { kind: 'already-there' })
    }),
    on('never forces a branch that has gone elsewhere', async (subject) => {
      const { repository, base } = subject
      const theirs = await commitOn(subject, base, 'theirs.md')
      await repository.promote('main', theirs)
      assert.deepEqual(await repository.promote('main', await commitOn(subject, base, 'ours.md')), { kind: 'not-fast-forward', target: theirs })
      assert.equal(await repository.readRef('refs/heads/main'), theirs)
    }),
    on("promotes into no branch of Autopack's own", async ({ repository, base }) => {
      await throwsCode(() => repository.promote('autopack/one', base), 'AUTOPACK_REF_FORBIDDEN')
    }),
  ]
}
