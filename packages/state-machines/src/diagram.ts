import type { Machine } from './machine.ts'

/** The machine as a Mermaid state diagram; docs/state-machines.md is generated from it. */
export function diagram<State extends string>(machine: Machine<State>): string {
  const lines = [`stateDiagram-v2`, `  [*] --> ${machine.initial}`]
  for (const from of Object.keys(machine.transitions) as State[]) {
    const steps: Readonly<Partial<Record<State, string>>> = machine.transitions[from]
    for (const to of Object.keys(steps) as State[]) lines.push(`  ${from} --> ${to}: ${steps[to]}`)
  }
  for (const state of machine.terminal) lines.push(`  ${state} --> [*]`)
  return lines.join('\n')
}
