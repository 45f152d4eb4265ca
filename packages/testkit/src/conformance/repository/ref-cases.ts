import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { commitOn, throwsCode, type RepositoryCase } from './repository-case.ts'

const branch = 'refs/heads/autopack/one'

export function refCases(on: RepositoryCase): readonly ConformanceCase[] {
  return [
    on('moves a ref only from where it was expected', async (subject) => {
      const { repository, base } = subject
      const next = await commitOn(subject, base, 'next.md')
      assert.equal(await repository.readRef(branch), null)
      assert.equal(await repository.moveRef(branch, next, base), false)
      assert.equal(await repository.moveRef(branch, base, null), true)
      assert.equal(await repository.moveRef(branch, next, null), false)
      assert.equal(await repository.readRef(branch), base)
      assert.equal(await repository.moveRef(branch, next, base), true)
      assert.equal(await repository.readRef(branch), next)
    }),
    on('deletes a ref only from where it was expected, and makes it again', async ({ repository, base }) => {
      assert.equal(await repository.moveRef(branch, null, null), true)
      assert.equal(await repository.moveRef(branch, null, base), false)
      await repository.moveRef(branch, base, null)
      assert.equal(await repository.moveRef(branch, null, null), false)
      assert.equal(await repository.moveRef(branch, null, base), true)
      assert.equal(await repository.readRef(branch), null)
      assert.equal(await repository.moveRef(branch, base, null), true)
    }),
    on('lets one of many movers win', async (subject) => {
      const { repository, base } = subject
      const commits = await Promise.all(['a', 'b', 'c', 'd'].map((name) => commitOn(subject, base, `${name}.md`)))
      await repository.moveRef(branch, base, null)
      const won = await Promise.all(commits.map((commit) => repository.moveRef(branch, commit, base)))
      assert.equal(won.filter(Boolean).length, 1)
      assert.equal(await repository.readRef(branch), commits[won.indexOf(true)])
    }),
    on("moves none but Autopack's own refs", async ({ repository, base }) => {
      for (const ref of ['refs/heads/main', 'refs/heads/autopackish', 'refs/heads/autopack', 'refs/stash', 'refs/tags/v1', 'HEAD']) {
        await throwsCode(() => repository.moveRef(ref, base, null), 'AUTOPACK_REF_FORBIDDEN')
      }
      assert.equal(await repository.readRef('refs/heads/main'), base)
    }),
    on('lists refs by prefix, sorted', async ({ repository, base }) => {
      const refs = ['refs/autopack/one/2', 'refs/autopack/one/1', 'refs/tags/autopack/one/add', branch]
      for (const ref of refs) await repository.moveRef(ref, base, null)
      assert.deepEqual(await repository.listRefs('refs/autopack/one/'), [{ ref: 'refs/autopack/one/1', commit: base }, { ref: 'refs/autopack/one/2', commit: base }])
      assert.deepEqual((await repository.listRefs('refs/')).map(({ ref }) => ref), [...refs, 'refs/heads/main'].toSorted())
      assert.deepEqual(await repository.listRefs('refs/autopack/two/'), [])
    }),
    on('says what is in the way of a ref', async ({ repository, base }) => {
      await repository.moveRef('refs/tags/autopack/one/build', base, null)
      assert.equal(await repository.obstacleTo('refs/tags/autopack/one/build'), null)
      assert.equal(await repository.obstacleTo('refs/tags/autopack/one-more'), null)
      assert.notEqual(await repository.obstacleTo('refs/tags/autopack/one'), null)
      assert.notEqual(await repository.obstacleTo('refs/tags/autopack/one/build/more'), null)
      assert.equal(await repository.obstacleTo(branch), null)
    }),
    on('clears stale locks as often as it is asked to', async ({ repository, base }) => {
      await repository.clearStaleLocks('one')
      await repository.moveRef(branch, base, null)
      await repository.clearStaleLocks('one')
      assert.equal(await repository.readRef(branch), base)
    }),
  ]
}
