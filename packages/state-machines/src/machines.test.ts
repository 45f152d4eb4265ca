import { phaseStates, runStates, tierStates } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canTransition, diagram, isTerminal, phaseMachine, reachableFrom, runMachine, tierMachine, transition } from './index.ts'
import type { Machine } from './index.ts'

function rulesOf<State extends string>(machine: Machine<State>, states: readonly State[]): void {
  describe(`the ${machine.name} machine`, () => {
    it('has a row for every state and no other', () => {
      expect(Object.keys(machine.transitions).toSorted()).toEqual(states.toSorted())
    })

    it('reaches every state from its first', () => {
      expect([...reachableFrom(machine, machine.initial)].toSorted()).toEqual(states.toSorted())
    })

    it('leaves no terminal state and can end from every other', () => {
      for (const state of states) {
        const reachable = reachableFrom(machine, state)
        if (isTerminal(machine, state)) expect([...reachable]).toEqual([state])
        else expect(machine.terminal.some((end) => reachable.has(end))).toBe(true)
      }
    })

    it('refuses every step that is not in its table, and says what is', () => {
      fc.assert(
        fc.property(fc.constantFrom(...states), fc.constantFrom(...states), (from, to) => {
          if (canTransition(machine, from, to)) expect(transition(machine, from, to)).toBe(to)
          else expect(() => transition(machine, from, to)).toThrow(expect.objectContaining({ code: 'AUTOPACK_ILLEGAL_TRANSITION' }))
        }),
      )
    })

    it('draws every step', () => {
      const drawn = diagram(machine)
      for (const from of states) for (const to of states) expect(drawn.includes(`${from} --> ${to}:`)).toBe(canTransition(machine, from, to))
    })
  })
}

rulesOf(runMachine, runStates)
rulesOf(tierMachine, tierStates)
rulesOf(phaseMachine, phaseStates)

it('counts 11, 5 and 7 states', () => {
  expect([runStates.length, tierStates.length, phaseStates.length]).toEqual([11, 5, 7])
})
