import type { ObjectId, Repository } from '@autopack/contracts'

/** Does everything that a git process which stays does; returns the commit that is now the branch `autopack/one`. */
export async function useAll(repository: Repository, base: ObjectId): Promise<ObjectId> {
  const [blob = ''] = await repository.writeBlobs([Buffer.from('b\n')])
  const tree = await repository.writeTree(base, [{ path: 'src/b.js', after: { mode: '100644', blob } }])
  await repository.changes(base, tree)
  const author = { name: 'Autopack', email: 'autopack@example.com' }
  const commit = await repository.writeCommit({ tree, parents: [base], author, at: 1_700_000_000, message: 'Built' })
  await repository.moveRef('refs/heads/autopack/one', commit, null)
  return commit
}
