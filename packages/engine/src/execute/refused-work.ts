import { AutopackError, type ArtifactReference, type CaptureLimits, type Checkout, type Effects } from '@autopack/contracts'
import type { Session } from '../session/session.ts'

type Outcome = Effects['build']['outcome']

/** So much is taken at least, and more where the policy allows more: just above its limits the judge gives the reason. */
const least: CaptureLimits = { files: 10_000, bytes: 64 << 20 }

/** Far above what the policy allows a change is refused before it is read, and nothing of it gets into the user's repository. */
export function captureLimits({ view }: Session): CaptureLimits {
  const { files, changedBytes } = view.created.policy.limits
  return { files: Math.max(least.files, 4 * files), bytes: Math.max(least.bytes, 4 * changedBytes) }
}

/**
 * Refused work is kept: a diff of what can be taken of it joins the evidence. That nothing can be is no reason to stop. What cannot be
 * taken is removed from the checkout, which nobody may need any more: only for an outcome that is final.
 */
export async function keepRefused(session: Session, checkout: Checkout, outcome: Outcome, signal: AbortSignal): Promise<Outcome> {
  if (outcome.kind !== 'failed' || signal.aborted) return outcome
  const diff = await diffOf(session, checkout)
  return diff === null ? outcome : { ...outcome, evidence: [...outcome.evidence, diff] }
}

async function diffOf(session: Session, checkout: Checkout): Promise<ArtifactReference | null> {
  const { workspace, repository, governor } = session.parts
  try {
    const tree = await workspace.capture(checkout, { limits: captureLimits(session), partly: true })
    if (tree === (await repository.treeOf(checkout.commit))) return null
    return await session.keep('change.diff', 'text/x-diff', await governor.render({ base: checkout.commit, tree }))
  } catch (error) {
    if (AutopackError.isInstance(error) && beyondTaking.has(error.code)) return null
    throw error
  }
}

const beyondTaking: ReadonlySet<string> = new Set(['AUTOPACK_WORKSPACE_UNTRACKABLE', 'AUTOPACK_GIT_FAILED'])
