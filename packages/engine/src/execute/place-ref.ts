import type { ObjectId, Repository } from '@autopack/contracts'

/** Brings a ref below `refs/autopack/`, where nobody else has any, to a commit, wherever it is: most often it is not there yet. */
export async function placeRef(repository: Repository, ref: string, commit: ObjectId): Promise<void> {
  if (await repository.moveRef(ref, commit, null)) return
  const found = await repository.readRef(ref)
  if (found !== commit) await repository.moveRef(ref, commit, found)
}
