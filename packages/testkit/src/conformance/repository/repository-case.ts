import assert from 'node:assert/strict'
import { AutopackError, type CommitRequest, type ObjectId } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { repositoryFiles, type RepositoryConformanceOptions, type RepositorySubject } from './repository-subject.ts'

export type RepositoryCase = (name: string, check: (subject: RepositorySubject) => Promise<void>) => ConformanceCase

/** Each case on a repository of its own, removed whatever happens. */
export function repositoryCases({ create }: RepositoryConformanceOptions): RepositoryCase {
  return (name, check) => ({
    name,
    run: async () => {
      const subject = await create(repositoryFiles)
      try {
        await check(subject)
      } finally {
        await subject.remove()
      }
    },
  })
}

export async function throwsCode(work: () => Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error) => AutopackError.isInstance(error) && error.code === code)
}

export async function blobAt({ repository }: RepositorySubject, tree: ObjectId, path: string): Promise<ObjectId> {
  const [entry] = await repository.entries(tree, [path])
  assert.ok(entry, `no file at ${path}`)
  return entry.blob
}

/** A commit on `parent` in which `path` has the content of README.md. */
export async function commitOn(subject: RepositorySubject, parent: ObjectId, path: string): Promise<ObjectId> {
  const blob = await blobAt(subject, parent, 'README.md')
  const tree = await subject.repository.writeTree(parent, [{ path, after: { mode: '100644', blob } }])
  return subject.repository.writeCommit(commitRequest(tree, [parent]))
}

export function commitRequest(tree: ObjectId, parents: readonly ObjectId[]): CommitRequest {
  return { tree, parents, author: { name: 'Ada <L>', email: 'ada@example.com' }, at: 1_700_000_000, message: 'A change\n\nAutopack-Run: one' }
}
