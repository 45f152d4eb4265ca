import { AutopackError } from '@autopack/contracts'
import type { Performer } from './performer.ts'

export const promote: Performer<'promote'> = async (session, effect) => {
  const { target, commit } = effect.input
  const outcome = await session.parts.repository.promote(target, commit).catch(refusal)
  switch (outcome.kind) {
    case 'refused':
      return outcome
    case 'promoted':
      return { kind: 'promoted', from: outcome.from }
    case 'already-there':
      return { kind: 'promoted', from: commit }
    case 'dirty':
      return { kind: 'refused', message: `${target} is checked out in ${outcome.worktree} with uncommitted changes. Commit or stash them, then promote again.` }
    case 'blocked':
      return { kind: 'refused', message: `${target} is checked out in ${outcome.worktree}, where git refuses to move it:\n${outcome.said}` }
    case 'in-use':
      return { kind: 'refused', message: `${target} is being ${outcome.doing === 'rebase' ? 'rebased' : 'bisected'} in ${outcome.worktree}. Finish or abort that, then promote again.` }
    case 'not-fast-forward':
      return {
        kind: 'refused',
        message: `${target} has moved to ${outcome.target.slice(0, 12)} since the run started and nothing is ever forced. Merge ${session.view.created.branch} into it yourself, or run the plan again from there.`,
      }
  }
}

/** A branch that may not or cannot be moved is an answer: an intent left open would be tried again before anything else, for ever. */
function refusal(error: unknown): { readonly kind: 'refused'; readonly message: string } {
  if (AutopackError.isInstance(error) && refusing.has(error.code)) return { kind: 'refused', message: error.message }
  throw error
}

const refusing: ReadonlySet<string> = new Set(['AUTOPACK_REF_FORBIDDEN', 'AUTOPACK_REPOSITORY_LOCKED', 'AUTOPACK_GIT_FAILED'])
