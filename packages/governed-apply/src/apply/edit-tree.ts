import type { EditsOutcome, FileOperation, ObjectId, Repository } from '@autopack/contracts'
import { parseChange } from '../formats/parse-change.ts'
import { proposeChange } from './propose-change.ts'

/** Edits as a whole change: read as strictly as one that arrives as text, then made on the tree. */
export async function editTree(repository: Repository, tree: ObjectId, edits: readonly FileOperation[]): Promise<EditsOutcome> {
  const read = parseChange('edits', JSON.stringify({ files: edits }))
  if (read.kind === 'invalid') return { kind: 'refused', problems: read.problems }
  const outcome = await proposeChange({ repository, base: tree, parsed: read.parsed })
  switch (outcome.kind) {
    case 'proposed':
      return { kind: 'edited', tree: outcome.change.tree }
    case 'empty':
    case 'identical':
      return { kind: 'edited', tree }
    case 'already-exists':
      return { kind: 'refused', problems: [outcome.problem] }
    case 'refused':
      return outcome
  }
}
