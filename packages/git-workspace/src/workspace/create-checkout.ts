import { AutopackError, type Checkout, type ObjectId, type RepositoryIdentity } from '@autopack/contracts'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pruneTree } from '../repository/prune-tree.ts'
import type { RepositoryParts } from '../repository/repository-parts.ts'
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
  /** Globs of the files it needs; undefined: all. */
  readonly only: readonly string[] | undefined
  readonly identity: RepositoryIdentity
  readonly parts: RepositoryParts
  readonly layout: WorkspaceLayout
  readonly scope: CheckoutScope
  readonly env: CopyEnvironment
}

/** Copied files come first, so that what is tracked is the commit's and not the user's. */
export async function createCheckout({ name, commit, copy, prepared, only, identity, parts, layout, scope, env }: CheckoutRequest): Promise<Checkout> {
  const left = await removeCheckout(layout, name)
  if (left !== null) throw notEmptied(layout.home(name), left)
  const path = layout.checkout(name)
  const gitDirectory = join(path, '.git')
  await mkdir(path, { recursive: true })
  if (prepared !== undefined) await copyInto(layout.prepared(prepared), path, env)
  await copyFromTree(identity, copy, path, env)
  const tree = only === undefined ? commit : await pruneTree(parts, commit, only)
  await Promise.all([writeGitDirectory(gitDirectory, parts.scope.location, commit), scope({ args: ['read-tree', '--reset', '-u', tree] })])
  if (prepared !== undefined || copy.length > 0) {
    await writeExcludes([layout.excludes(name), join(gitDirectory, 'info', 'exclude')], await excludedFiles(scope))
  }
  await copyFile(layout.index(name), join(gitDirectory, 'index'))
  return { path, commit }
}

function notEmptied(home: string, left: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_WORKSPACE_LEFT',
    message: `what an earlier checkout left in ${home} could not be removed: ${left}; remove the folder by hand and resume`,
    details: { home, left },
  })
}
