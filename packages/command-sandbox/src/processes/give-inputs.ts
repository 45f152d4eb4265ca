import type { ChildProcess } from 'node:child_process'
import { Writable } from 'node:stream'

/** The first descriptor after those of the streams and of the status. */
const firstInput = 4

export interface Inputs {
  /** Null: the child has no standard input. */
  readonly stdin: Uint8Array | null
  /** For descriptor 4 and those after it. */
  readonly inputs: readonly Uint8Array[]
}

/** Writes what a child can read. One that does not read it is no error. */
export function giveInputs(child: ChildProcess, { stdin, inputs }: Inputs): void {
  if (stdin !== null) give(child.stdin, stdin)
  for (const [index, input] of inputs.entries()) give(child.stdio[firstInput + index], input)
}

function give(stream: unknown, input: Uint8Array): void {
  if (!(stream instanceof Writable)) return
  stream.on('error', () => undefined)
  stream.end(input)
}
