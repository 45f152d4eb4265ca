import type { RepositoryIdentity, Workspace } from '@autopack/contracts'
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createGit } from '../git/git.ts'
import { locateRepository, type RepositoryLocation } from '../repository/locate-repository.ts'
import { createRepositoryScope } from '../repository/repository-scope.ts'
import { captureTree } from './capture-tree.ts'
import { createCheckoutScope, type CheckoutScope } from './checkout-scope.ts'
import { copyFromTree, copyInto } from './copy-files.ts'
import { excludedFiles, writeExcludes } from './excluded-files.ts'
import { writeGitDirectory } from './git-directory.ts'
import { exists, keepAddedFiles } from './prepared-files.ts'
import { moveInto, removeFolder } from './whole-folder.ts'
import { setupKey } from './setup-key.ts'
import { workspaceLayout, type WorkspaceLayout } from './workspace-layout.ts'
import { workspaceLocation } from './workspace-location.ts'

export interface CreateWorkspaceOptions {
  readonly repository: { readonly identity: RepositoryIdentity }
  /** Absolute folder for checkouts, outside of every git directory and of the user's tree; made with the first checkout. */
  readonly directory: string
  /** Name or path of the git program. Default `git`. */
  readonly git?: string
  /** Where programs are found: `PATH` and `TMPDIR` are read, nothing else. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Throwaway checkouts of a repository. Throws `AUTOPACK_WORKSPACE_LOCATION` for a folder they may not be in. */
export function createWorkspace({ repository, directory, git = 'git', env }: CreateWorkspaceOptions): Workspace {
  const { identity } = repository
  const layout = workspaceLayout(workspaceLocation(directory, identity))
  const run = createGit({ git, env })
  const ready = once(() => prepare())

  const prepare = async (): Promise<RepositoryLocation> => {
    const location = await locateRepository(run, identity.root)
    await prepareGitDirectory(layout, location)
    return location
  }
  const scopeOf = async (name: string): Promise<CheckoutScope> => createCheckoutScope(run, await ready(), layout, name)

  return {
    contract: 1,
    create: async (name, commit, { copy, prepared }) => {
      const scope = await scopeOf(name)
      await removeCheckout(layout, name)
      const path = layout.checkout(name)
      await mkdir(path, { recursive: true })
      if (prepared !== undefined) await copyInto(layout.prepared(prepared), path, env)
      await copyFromTree(identity, copy, path, env)
      await Promise.all([writeGitDirectory(join(path, '.git'), await ready(), commit), scope({ args: ['read-tree', '--reset', '-u', commit] })])
      if (prepared !== undefined || copy.length > 0) await writeExcludes([layout.excludes(name), join(path, '.git', 'info', 'exclude')], await excludedFiles(scope))
      await copyFile(layout.index(name), join(path, '.git', 'index'))
      return { path, commit }
    },
    capture: async ({ path }) => {
      const name = layout.nameOf(path)
      return captureTree(await scopeOf(name), layout.checkout(name), layout.index(name))
    },
    setupKey: async (commit, commands) => setupKey(createRepositoryScope(run, await ready()), commit, commands),
    keepPrepared: async (key, { path }) => {
      const name = layout.nameOf(path)
      await keepAddedFiles(await scopeOf(name), layout.checkout(name), layout.prepared(key), env)
    },
    hasPrepared: (key) => exists(layout.prepared(key)),
    remove: (name) => removeCheckout(layout, name),
    list: async () => (await readdir(layout.checkouts).catch(() => [])).toSorted(),
  }
}

/** Made when first needed, for who only looks writes nothing; appears whole or not at all, for several runs may start at once. */
async function prepareGitDirectory(layout: WorkspaceLayout, location: RepositoryLocation): Promise<void> {
  if (await exists(layout.gitDirectory)) return
  await mkdir(layout.directory, { recursive: true, mode: 0o700 })
  const unfinished = await mkdtemp(`${layout.gitDirectory}-`)
  await writeGitDirectory(unfinished, location, 'ref: refs/heads/none')
  await Promise.all(['indexes', 'excludes'].map((folder) => mkdir(join(unfinished, folder))))
  await moveInto(unfinished, layout.gitDirectory)
}

async function removeCheckout(layout: WorkspaceLayout, name: string): Promise<void> {
  const index = layout.index(name)
  await removeFolder(layout.home(name))
  await Promise.all([index, `${index}.lock`, `${index}.capture`, `${index}.capture.lock`, layout.excludes(name)].map((file) => rm(file, { force: true })))
}

/** One attempt at a time; a failed one may be repeated. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let attempt: Promise<T> | null = null
  return () =>
    (attempt ??= work().catch((error: unknown) => {
      attempt = null
      throw error
    }))
}
