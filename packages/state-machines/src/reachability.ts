import type { Machine } from './machine.ts'

/** Every state that can be reached from `from`, itself included. */
export function reachableFrom<State extends string>(machine: Machine<State>, from: State): ReadonlySet<State> {
  const seen = new Set<State>([from])
  for (const state of seen) for (const next of Object.keys(machine.transitions[state]) as State[]) seen.add(next)
  return seen
}
