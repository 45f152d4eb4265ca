import type { BuildContext, MeteredModel, ModelRequest } from '@autopack/contracts'

type Outcome = Awaited<ReturnType<MeteredModel['call']>>

/**
 * Asks a model; an answer that broke off on the way is asked for again, once and from its beginning. The second time is a call
 * of its own, bounded and charged like the first.
 */
export async function askModel({ model, signal }: BuildContext, request: ModelRequest): Promise<Outcome> {
  const outcome = await model.call(request)
  return brokeOff(outcome) && !signal.aborted ? model.call(request) : outcome
}

function brokeOff(outcome: Outcome): boolean {
  return outcome.kind === 'failure' && outcome.ran && (outcome.failure === 'streamCut' || outcome.failure === 'transient')
}
