import { createHash } from 'node:crypto'
import type { ChangeGovernor, ChangeJudgement, EditsOutcome, FileOperation, ObjectId } from '@autopack/contracts'
import type { MemoryRepository } from './memory-repository.ts'

/** Judges by scope-free rules of its own: `protected/` asks, a file called `forbidden` is refused. */
export function createMemoryGovernor(repository: MemoryRepository, judged: (accepted: ChangeJudgement) => ChangeJudgement = (accepted) => accepted): ChangeGovernor {
  return {
    contract: 1,
    judge: async ({ change, onto, deliverables }) => {
      const changes = await repository.changes(change.base, change.tree)
      if (changes.length === 0) return { kind: 'empty' }
      const forbidden = changes.filter(({ path }) => path.endsWith('forbidden'))
      if (forbidden.length > 0) return { kind: 'rejected', reasons: forbidden.map(({ path }) => ({ rule: 'forbidden', path, message: `${path} is forbidden.`, remedy: null })) }
      const here = await repository.entries(onto, changes.map(({ path }) => path))
      const moved = changes.filter(({ before }, index) => (here[index]?.blob ?? null) !== (before?.blob ?? null))
      if (moved.length > 0) return { kind: 'conflict', paths: moved.map(({ path }) => path) }
      const tree = await repository.writeTree(onto, changes.map(({ path, after }) => ({ path, after })))
      const missing = (await repository.entries(tree, deliverables)).findIndex((entry) => entry === null)
      if (missing >= 0) return { kind: 'rejected', reasons: [{ rule: 'deliverable-missing', path: deliverables[missing] ?? null, message: `${deliverables[missing]} is missing.`, remedy: null }] }
      const asks = changes.filter(({ path }) => path.startsWith('protected/')).map(({ path }) => ({ rule: 'protected-path', path, message: `${path} is protected.`, remedy: null }))
      const digest = createHash('sha256').update(JSON.stringify(changes)).digest('hex')
      const accepted: ChangeJudgement = { kind: 'accepted', tree, changes, digest, asks, linesAdded: changes.length, linesDeleted: 0 }
      return judged(accepted)
    },
    render: async (change) => repository.diff(change.base, change.tree),
    foresee: () => [],
    edit: async (tree, edits) => editByWholeFiles(repository, tree, edits),
  }
}

/** Files that are written or deleted whole; any other edit is refused. */
async function editByWholeFiles(repository: MemoryRepository, tree: ObjectId, edits: readonly FileOperation[]): Promise<EditsOutcome> {
  const others = edits.filter(({ action }) => action !== 'write' && action !== 'delete')
  if (others.length > 0) return { kind: 'refused', problems: others.map(({ action, path }) => `${path}: no ${action} here`) }
  const blobs = await repository.writeBlobs(edits.map((edit) => Buffer.from(edit.action === 'write' ? edit.content : '')))
  return { kind: 'edited', tree: await repository.writeTree(tree, edits.map(({ action, path }, index) => ({ path, after: action === 'write' ? { mode: '100644', blob: blobs[index] ?? '' } : null }))) }
}
