import type { RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'

/** A pause takes hold between two effects and holds until someone continues. */
export function honourPause(view: RunView): Command | null {
  if (view.waiting?.kind !== 'pause') return null
  return { kind: 'park', wait: 'pause', until: null, message: view.waiting.message }
}
