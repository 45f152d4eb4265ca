import { endedAs, type RunStop, type RunView } from '@autopack/core'

/** How a run that nobody executes now has stopped, as its journal tells it. */
export function stopOfView(view: RunView): RunStop {
  if (view.endedAt !== null) return endedAs(view)
  const wait = view.waiting ?? Object.values(view.phases).find((phase) => phase.waiting !== null)?.waiting ?? null
  return wait === null ? { kind: 'stopped' } : { kind: 'waiting', for: wait.kind, message: wait.message }
}
