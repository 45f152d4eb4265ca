import type { Channel } from './terminal/channel.ts'
import type { Painter } from './terminal/painter.ts'
import type { Symbols } from './terminal/symbols.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The world as the command line sees it; everything a command touches besides the repository. */
export interface Shell {
  /** Absolute. */
  readonly cwd: string
  readonly environment: Environment
  /** For data: exact bytes. */
  readonly stdout: Channel
  /** For people, on stdout. */
  readonly out: Painter
  /** Progress, notices and problems, on stderr. */
  readonly err: Painter
  readonly symbols: Symbols
  /** Whether a person sits in front of it. */
  readonly interactive: boolean
  /** Who decides, in approvals and cancellations. */
  readonly user: string
  /** Wall clock, milliseconds. */
  now(): number
  /** From here on the first Ctrl-C only aborts this signal and the second ends the process; without it the first one ends it. */
  listenForInterrupt(): AbortSignal
  /** Whoever read stdout has left: what only prints may stop. */
  readonly readerGone: AbortSignal
}
