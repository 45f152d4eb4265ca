import type { ArtifactReference, ModelOutcome } from '@autopack/contracts'
import type { Session } from '../session/session.ts'

/** An answer as it lies in the artifact store: which call it belongs to stands in it, for the journal may not have come to say so. */
export interface KeptAnswer {
  readonly operation: string
  readonly outcome: ModelOutcome
}

const name = 'model-answer.json'

export async function keepAnswer(session: Session, answer: KeptAnswer): Promise<ArtifactReference> {
  return session.keep(name, 'application/json', JSON.stringify(answer))
}

/** Null where the body was erased, or was so large that it lost its middle. */
export async function readAnswer(session: Session, hash: string): Promise<KeptAnswer | null> {
  const bytes = await session.parts.artifacts.get(session.run, hash)
  if (bytes === null) return null
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as KeptAnswer
  } catch {
    return null
  }
}

/** Answers that the journal does not name yet, by operation. */
export async function unclaimedAnswers(session: Session): Promise<ReadonlyMap<string, { readonly answer: KeptAnswer; readonly reference: ArtifactReference }>> {
  const claimed = new Set(Object.values(session.view.calls).map(({ end }) => end?.answer?.hash))
  const found = new Map<string, { readonly answer: KeptAnswer; readonly reference: ArtifactReference }>()
  for (const reference of await session.parts.artifacts.list(session.run)) {
    if (reference.name !== name || claimed.has(reference.hash)) continue
    const answer = await readAnswer(session, reference.hash)
    if (answer !== null) found.set(answer.operation, { answer, reference })
  }
  return found
}
