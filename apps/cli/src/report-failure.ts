import { AutopackError } from '@autopack/contracts'
import { exitCodeOfError } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Shell } from './shell.ts'
import { type Line, span } from './terminal/span.ts'

/** Says what went wrong and what to do next; the stack only where it was asked for. */
export function reportFailure(error: unknown, shell: Shell, debug: boolean): ExitCode {
  shell.err.print([...describe(error), ...(debug ? stack(error) : [])])
  return AutopackError.isInstance(error) ? exitCodeOfError(error.code) : 1
}

function describe(error: unknown): readonly Line[] {
  if (AutopackError.isInstance(error)) return [[span('error', 'bad'), ` ${error.code}: ${error.message}`]]
  const message = error instanceof Error ? error.message : String(error)
  return [[span('error', 'bad'), `: ${message.split('\n', 1)[0] ?? ''}`], [span('This is a fault in autopack itself. Run it again with --debug and report what it prints.', 'quiet')]]
}

function stack(error: unknown): readonly Line[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n').map((line): Line => [span(line, 'quiet')]) : []
  return error instanceof Error && error.cause !== undefined ? [...lines, ['caused by'], ...stack(error.cause)] : lines
}
