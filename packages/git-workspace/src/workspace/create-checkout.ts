import type { Checkout, ObjectId, RepositoryIdentity } from '@autopack/contracts'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RepositoryLocation } from '../repository/locate-repository.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { copyFromTree, copyInto, type CopyEnvironment } from './copy-files.ts'
import { excludedFiles, writeExcludes } from './excluded-files.ts'
import { writeGitDirectory } from './git-directory.ts'
import { removeCheckout } from './remove-checkout.ts'
import type { WorkspaceLayout } from './workspace-layout.ts'

export interface CheckoutRequest {
  readonly name: string
  readonly commit: ObjectId
  readonly copy: readonly string[]
  /** Key of prepared files; undefined: none. */
  readonly prepared: string | undefined
  readonly identity: RepositoryIdentity
  readonly location: RepositoryLocation
  readonly layout: WorkspaceLayout
  readonly scope: CheckoutScope
  readonly env: CopyEnvironment
}

/** Copied files come first, so that what is tracked is the commit's and not the user's. */
export async function createCheckout({ name, commit, copy, prepared, identity, location, layout, scope, env }: CheckoutRequest): Promise<Checkout> {
  await removeCheckout(layout, name)
  const path = layout.checkout(name)
  const gitDirectory = join(path, '.git')
  await mkdir(path, { recursive: true })
  if (prepared !== undefined) await copyInto(layout.prepared(prepared), path, env)
  await copyFromTree(identity, copy, path, env)
  await Promise.all([writeGitDirectory(gitDirectory, location, commit), scope({ args: ['read-tree', '--reset', '-u', commit] })])
  if (prepared !== undefined || copy.length > 0) {
    await writeExcludes([layout.excludes(name), join(gitDirectory, 'info', 'exclude')], await excludedFiles(scope))
  }
  await copyFile(layout.index(name), join(gitDirectory, 'index'))
  return { path, commit }
}
