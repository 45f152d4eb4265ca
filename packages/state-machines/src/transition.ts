import { AutopackError } from '@autopack/contracts'
import type { Machine } from './machine.ts'

/** Thrown before anything is written when a step is not in a machine's table. */
export class IllegalTransitionError extends AutopackError {
  constructor(machine: string, from: string, to: string, allowed: readonly string[]) {
    super({
      code: 'AUTOPACK_ILLEGAL_TRANSITION',
      message:
        allowed.length === 0
          ? `The ${machine} is in ${from}, which ends it; it cannot become ${to}. Start a new run with \`autopack retry\`.`
          : `The ${machine} cannot go from ${from} to ${to}; from ${from} it may go to ${allowed.join(', ')}.`,
      details: { machine, from, to, allowed },
    })
  }
}

function statesAfter<State extends string>(machine: Machine<State>, from: State): State[] {
  const steps: Readonly<Partial<Record<State, string>>> = machine.transitions[from]
  return (Object.keys(steps) as State[])
}

export function canTransition<State extends string>(machine: Machine<State>, from: State, to: State): boolean {
  return Object.hasOwn(machine.transitions[from], to)
}

/** Returns `to`, or throws `IllegalTransitionError`. */
export function transition<State extends string>(machine: Machine<State>, from: State, to: State): State {
  if (!canTransition(machine, from, to)) throw new IllegalTransitionError(machine.name, from, to, statesAfter(machine, from))
  return to
}

export function isTerminal<State extends string>(machine: Machine<State>, state: State): boolean {
  return machine.terminal.includes(state)
}
