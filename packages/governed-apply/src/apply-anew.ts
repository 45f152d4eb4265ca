import { AutopackError, type JudgeRequest, type ObjectId, type Repository, type TreeChange } from '@autopack/contracts'
import { changeDigest } from './change-digest.ts'

export type AppliedChange = { readonly kind: 'applied'; readonly tree: ObjectId } | { readonly kind: 'conflict'; readonly paths: readonly string[] }

/** The change on the commit it must land on: the same blobs at the same paths, or a conflict; never a merge. */
export async function applyAnew(repository: Repository, { change, onto }: JudgeRequest, changes: readonly TreeChange[]): Promise<AppliedChange> {
  if (onto === change.base) return { kind: 'applied', tree: change.tree }
  const moved = await repository.changes(change.base, onto)
  const paths = changes.filter(({ path }) => moved.some((other) => collide(path, other))).map(({ path }) => path)
  if (paths.length > 0) return { kind: 'conflict', paths }
  const tree = await repository.writeTree(
    onto,
    changes.map(({ path, after }) => ({ path, after })),
  )
  if (changeDigest(await repository.changes(onto, tree)) !== changeDigest(changes)) throw notWhatWasJudged(onto, tree)
  return { kind: 'applied', tree }
}

/** The same path, or a file where the other side has a folder. */
function collide(path: string, other: TreeChange): boolean {
  return path === other.path || path.startsWith(`${other.path}/`) || other.path.startsWith(`${path}/`)
}

function notWhatWasJudged(onto: ObjectId, tree: ObjectId): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_CHANGE_NOT_REPRODUCED',
    message: `applied to ${onto}, the change gave the tree ${tree}, which differs from what was judged; nothing was kept, report this with the run's bundle`,
    details: { onto, tree },
  })
}
