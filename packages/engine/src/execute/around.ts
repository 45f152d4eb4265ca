import { createHash } from 'node:crypto'
import type { ObjectId, PhaseSlice } from '@autopack/contracts'
import type { Session } from '../session/session.ts'

export interface Measurement {
  readonly commit: ObjectId
  readonly slice: PhaseSlice
  /** Of the commands and variables that the plan names. */
  readonly key: string
  readonly setupKey: string | null
}

/** Hash of everything a result of CI depends on that can be known; values of the environment are in it only as a hash. */
export async function aroundOf(session: Session, { commit, slice, key, setupKey }: Measurement): Promise<string> {
  const { repository, workspace, ci } = session.parts
  const copied = await workspace.copyKey(session.view.created.strategy.workspace.copy)
  const parts = [await repository.treeOf(commit), key, copied, ci.environmentKey(slice.ci?.entries ?? []), setupKey, process.version]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
