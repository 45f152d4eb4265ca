import { spawn, type ChildProcess, type SpawnOptions, type StdioNull, type StdioPipe } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { inheritedDescriptors } from './inherited-descriptors.ts'

export interface ProcessStart extends Pick<SpawnOptions, 'cwd' | 'detached' | 'timeout' | 'killSignal'> {
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** What the process gets on descriptor 0 and those after it. */
  readonly stdio: readonly (StdioPipe | StdioNull)[]
}

/** Starts a process that gets the descriptors it is given and no other: what would come with them leads nowhere. Throws what `spawn` throws. */
export function startProcess({ argv, stdio, ...options }: ProcessStart): ChildProcess {
  const [program, ...rest] = argv
  const inherited = inheritedDescriptors(stdio.length)
  if (inherited.length === 0) return spawn(program, rest, { ...options, stdio: [...stdio] })
  const nothing = openSync('/dev/null', 'r+')
  try {
    const others = Array.from({ length: Math.max(...inherited) + 1 - stdio.length }, (_, index) => (inherited.includes(stdio.length + index) ? nothing : ('ignore' as const)))
    return spawn(program, rest, { ...options, stdio: [...stdio, ...others] })
  } finally {
    closeSync(nothing)
  }
}
