import type { ObjectId, PromoteOutcome } from '@autopack/contracts'
import { records } from '../git/git.ts'
import { withPromotionLock } from './promotion-lock.ts'
import { compareAndSwap, forbiddenTarget, ownPrefixes, readRef, reflogIdentity } from './refs.ts'
import type { RepositoryScope } from './repository-scope.ts'
import { listWorktrees } from './reserved-refs.ts'

/** Moves a branch of the user's forward, with its clean working tree where it is checked out. */
export async function promote(scope: RepositoryScope, branch: string, commit: ObjectId): Promise<PromoteOutcome> {
  const ref = `refs/heads/${branch}`
  if (ownPrefixes.some((prefix) => ref.startsWith(prefix))) throw forbiddenTarget(branch)
  return withPromotionLock(scope.location.commonDirectory, () => fastForward(scope, ref, commit))
}

export async function isAncestor(scope: RepositoryScope, ancestor: ObjectId, descendant: ObjectId): Promise<boolean> {
  const { exitCode } = await scope.objects({ args: ['merge-base', '--is-ancestor', ancestor, descendant], accept: [0, 1] })
  return exitCode === 0
}

/** Begins again where somebody else has moved the branch meanwhile. */
async function fastForward(scope: RepositoryScope, ref: string, commit: ObjectId): Promise<PromoteOutcome> {
  const from = await readRef(scope, ref)
  if (from !== null && (await isAncestor(scope, commit, from))) return { kind: 'already-there' }
  if (from !== null && !(await isAncestor(scope, from, commit))) return { kind: 'not-fast-forward', target: from }
  const holder = (await listWorktrees(scope)).find((worktree) => worktree.branch === ref)
  if (holder !== undefined) return moveWorktree(scope, holder.path, ref, from, commit)
  if (await compareAndSwap(scope, ref, commit, from)) return { kind: 'promoted', from, to: commit }
  return fastForward(scope, ref, commit)
}

/** Git's own fast-forward, once a rehearsal has shown that it would write over nothing that is untracked or ignored. */
async function moveWorktree(scope: RepositoryScope, path: string, ref: string, from: ObjectId | null, commit: ObjectId): Promise<PromoteOutcome> {
  const here = { GIT_DIR: `${path}/.git`, GIT_WORK_TREE: path }
  const status = await scope.worktree({ args: ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=none'], env: here })
  if (records(status.stdout).length > 0) return { kind: 'dirty', worktree: path }
  // a file that was only touched or copied is clean, and the rehearsal goes by what the index last saw
  await scope.worktree({ args: ['update-index', '-q', '--refresh'], env: here, accept: [0, 1, 128] })
  const rehearsal = await scope.worktree({ args: ['read-tree', '--dry-run', '-m', '-u', 'HEAD', commit], env: here, accept: [0, 1, 128] })
  if (rehearsal.exitCode !== 0) return { kind: 'dirty', worktree: path }
  const merge = ['-c', 'merge.verifySignatures=false', 'merge', '--ff-only', '--no-overwrite-ignore', '--no-autostash', '--no-stat', '--quiet', commit]
  await scope.worktree({ args: merge, env: { ...here, ...reflogIdentity }, accept: [0, 1, 2, 128] })
  const now = await readRef(scope, ref)
  if (now === commit) return { kind: 'promoted', from, to: commit }
  return now === from ? { kind: 'dirty', worktree: path } : fastForward(scope, ref, commit)
}
