import type { RepositoryIdentity, Workspace } from '@autopack/contracts'
import { mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onDisk } from '../git/disk-full.ts'
import { createGit } from '../git/git.ts'
import { trustedProgram } from '../git/trusted-program.ts'
import type { RepositoryLocation } from '../repository/locate-repository.ts'
import { partsOf } from '../repository/repository-parts.ts'
import { captureTree } from './capture-tree.ts'
import { createCheckoutScope, type CheckoutScope } from './checkout-scope.ts'
import { checkCopy } from './copy-files.ts'
import { createCopyKey } from './copy-key.ts'
import { createCheckout } from './create-checkout.ts'
import { writeGitDirectory } from './git-directory.ts'
import { exists, keepAddedFiles } from './prepared-files.ts'
import { removeCheckout } from './remove-checkout.ts'
import { setupKey } from './setup-key.ts'
import { moveInto } from './whole-folder.ts'
import { workspaceLayout, type WorkspaceLayout } from './workspace-layout.ts'
import { workspaceLocation } from './workspace-location.ts'

export interface CreateWorkspaceOptions {
  readonly repository: { readonly identity: RepositoryIdentity }
  /** Absolute folder for checkouts, outside of every git directory and of the user's tree; made with the first checkout. */
  readonly directory: string
  /** Name or path of the git program. Default `git`. */
  readonly git?: string
  /** `PATH` and `TMPDIR` are read, nothing else. Of the PATH the absolute folders outside of the working tree and `directory` count. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Throwaway checkouts of a repository. Throws `AUTOPACK_WORKSPACE_LOCATION` for a folder they may not be in. */
export function createWorkspace({ repository, directory, git = 'git', env: given }: CreateWorkspaceOptions): Workspace {
  const { identity } = repository
  const layout = workspaceLayout(workspaceLocation(directory, identity))
  // what a builder wrote into its checkout is never taken for git or cp
  const program = trustedProgram({ git, env: given }, [identity.root, identity.commonDirectory, layout.directory])
  const { env } = program
  const run = createGit(program)
  const opened = once(async () => {
    const parts = await partsOf(program, identity)
    await prepareGitDirectory(layout, parts.scope.location)
    return parts
  })
  const scopeOf = async (name: string): Promise<CheckoutScope> => createCheckoutScope(run, (await opened()).scope.location, layout, name)

  return {
    contract: 1,
    create: async (name, commit, { copy, prepared, only }) =>
      onDisk(layout.home(name), async () =>
        createCheckout({ name, commit, copy, prepared, only, identity, parts: await opened(), layout, scope: await scopeOf(name), env }),
      ),
    capture: async ({ path, commit }, options = {}) => {
      const name = layout.nameOf(path)
      const place = { path: layout.checkout(name), index: layout.index(name) }
      return onDisk(place.index, async () => captureTree({ ...options, scope: await scopeOf(name), parts: await opened(), commit, ...place }))
    },
    checkCopy: async (paths) => checkCopy(identity, paths),
    copyKey: createCopyKey(identity),
    setupKey: async (commit, commands) => setupKey(await opened(), commit, commands),
    keepPrepared: async (key, { path }) => {
      const name = layout.nameOf(path)
      await onDisk(layout.prepared(key), async () => keepAddedFiles(await scopeOf(name), layout.checkout(name), layout.prepared(key), env))
    },
    hasPrepared: async (key) => exists(layout.prepared(key)),
    remove: async (name) => void (await removeCheckout(layout, name)),
    list: async () => namesIn(layout.checkouts),
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

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.toSorted((left, right) => (left < right ? -1 : 1))
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
