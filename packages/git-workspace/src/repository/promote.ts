import type { ObjectId, PromoteOutcome } from '@autopack/contracts'
import { records, type GitAnswer } from '../git/git.ts'
import { findBranchUse } from './branch-use.ts'
import { withPromotionLock } from './promotion-lock.ts'
import { forbiddenTarget, noBranchName, ownPrefixes, reflogIdentity, type RefMover } from './refs.ts'
import type { RepositoryScope } from './repository-scope.ts'

interface Parts {
  readonly scope: RepositoryScope
  readonly refs: RefMover
}

interface Move {
  readonly ref: string
  readonly from: ObjectId | null
  readonly commit: ObjectId
}

/** Moves a branch of the user's forward, with its clean working tree where it is checked out. */
export async function promote(parts: Parts, branch: string, commit: ObjectId): Promise<PromoteOutcome> {
  const ref = `refs/heads/${branch}`
  if (ownPrefixes.some((prefix) => ref.startsWith(prefix))) throw forbiddenTarget(branch)
  const { exitCode } = await parts.scope.objects({ args: ['check-ref-format', ref], accept: [0, 1] })
  if (exitCode !== 0) throw noBranchName(branch)
  return withPromotionLock(parts.scope.location.commonDirectory, () => fastForward(parts, ref, commit))
}

export async function isAncestor(scope: RepositoryScope, ancestor: ObjectId, descendant: ObjectId): Promise<boolean> {
  const { exitCode } = await scope.objects({ args: ['merge-base', '--is-ancestor', ancestor, descendant], accept: [0, 1] })
  return exitCode === 0
}

/** Begins again where somebody else has moved the branch meanwhile. */
async function fastForward(parts: Parts, ref: string, commit: ObjectId): Promise<PromoteOutcome> {
  const { scope, refs } = parts
  const from = await refs.read(ref)
  if (from !== null && (await isAncestor(scope, commit, from))) return { kind: 'already-there' }
  if (from !== null && !(await isAncestor(scope, from, commit))) return { kind: 'not-fast-forward', target: from }
  const use = await findBranchUse(scope, ref)
  if (use?.doing === 'checkout') return moveWorktree(parts, use.worktree, { ref, from, commit })
  if (use !== null) return { kind: 'in-use', worktree: use.worktree, doing: use.doing }
  if (await refs.compareAndSwap(ref, commit, from)) return { kind: 'promoted', from, to: commit }
  return fastForward(parts, ref, commit)
}

/** Git's own fast-forward, once a rehearsal has shown that it would write over nothing that is untracked or ignored. */
async function moveWorktree(parts: Parts, path: string, { ref, from, commit }: Move): Promise<PromoteOutcome> {
  const { scope, refs } = parts
  const here = { GIT_DIR: `${path}/.git`, GIT_WORK_TREE: path }
  const status = await scope.worktree({ args: ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=none'], env: here })
  if (records(status.stdout).length > 0) return { kind: 'dirty', worktree: path }
  // a file that was only touched or copied is clean, and the rehearsal goes by what the index last saw
  await scope.worktree({ args: ['update-index', '-q', '--refresh'], env: here, accept: [0, 1, 128] })
  const rehearsal = await scope.worktree({ args: ['read-tree', '--dry-run', '-m', '-u', 'HEAD', commit], env: here, accept: [0, 1, 128] })
  if (rehearsal.exitCode !== 0) return refused(path, rehearsal)
  const merge = ['-c', 'merge.verifySignatures=false', 'merge', '--ff-only', '--no-overwrite-ignore', '--no-autostash', '--no-stat', '--quiet', commit]
  const merged = await scope.worktree({ args: merge, env: { ...here, ...reflogIdentity }, accept: [0, 1, 2, 128] })
  const now = await refs.read(ref)
  if (now === commit) return { kind: 'promoted', from, to: commit }
  return now === from ? refused(path, merged) : fastForward(parts, ref, commit)
}

/** In git's own words: it knows which file is in the way, and why. */
function refused(worktree: string, { stderr }: GitAnswer): PromoteOutcome {
  const said = stderr.split('\n').map((line) => line.replace(/^(?:error|fatal): /, '').trim())
  return { kind: 'blocked', worktree, said: said.filter((line) => line !== '' && line !== 'Aborting' && !line.startsWith('hint:')).join('\n') }
}
