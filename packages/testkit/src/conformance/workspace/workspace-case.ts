import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AutopackError, type Checkout, type ObjectId } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { workspaceFiles, type WorkspaceConformanceOptions, type WorkspaceSubject } from './workspace-subject.ts'

export type WorkspaceCase = (name: string, check: (subject: WorkspaceSubject) => Promise<void>) => ConformanceCase

/** Each case on a workspace of its own, removed whatever happens. */
export function workspaceCases({ create }: WorkspaceConformanceOptions): WorkspaceCase {
  return (name, check) => ({
    name,
    run: async () => {
      const subject = await create(workspaceFiles)
      try {
        await check(subject)
      } finally {
        await subject.remove()
      }
    },
  })
}

export async function put(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

export async function textOf(root: string, path: string): Promise<string> {
  return readFile(join(root, path), 'utf8')
}

/** What a capture found, as `path: mode before → mode after`. */
export async function captured({ workspace, repository }: WorkspaceSubject, checkout: Checkout): Promise<readonly string[]> {
  const changes = await repository.changes(checkout.commit, await workspace.capture(checkout))
  return changes.map(({ path, before, after }) => `${path}: ${before?.mode ?? 'none'} → ${after?.mode ?? 'none'}`)
}

export async function commitTree({ repository, base }: WorkspaceSubject, tree: ObjectId): Promise<ObjectId> {
  return repository.writeCommit({ tree, parents: [base], author: { name: 'Ada', email: 'ada@example.com' }, at: 1_700_000_000, message: 'Built' })
}

export async function throwsCode(work: () => Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error) => AutopackError.isInstance(error) && error.code === code)
}
