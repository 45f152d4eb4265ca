import type { ChildProcess } from 'node:child_process'
import { Writable } from 'node:stream'

/** The first descriptor after those of the streams and of the status. */
const firstInput = 4

/** Writes to descriptor 4 and those after it. A child that does not read them is no error. */
export function giveInputs(child: ChildProcess, inputs: readonly Uint8Array[]): void {
  for (const [index, input] of inputs.entries()) {
    const stream = child.stdio[firstInput + index]
    if (!(stream instanceof Writable)) continue
    stream.on('error', () => undefined)
    stream.end(input)
  }
}
