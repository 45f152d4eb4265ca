import { dirname } from 'node:path'
import { runCommandLine } from '../src/command-line.ts'
import type { ExitCode } from '../src/exit-codes.ts'
import type { Environment, Shell } from '../src/shell.ts'
import type { Channel } from '../src/terminal/channel.ts'
import { createPainter, wantsColour } from '../src/terminal/painter.ts'
import { symbolsFor } from '../src/terminal/symbols.ts'

export interface Ran {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
}

export interface TestShellOptions {
  readonly cwd: string
  readonly environment?: Environment
  /** Whether both ways out are a terminal of 100 columns. */
  readonly terminal?: boolean
  readonly interrupted?: AbortSignal
  readonly readerGone?: AbortSignal
  /** Called with everything that is written, as it is written. */
  readonly onWrite?: (text: string) => void
}

/** The environment commands run in during tests: this Node first, nothing of the host's configuration. */
export function testEnvironment(home: string): Environment {
  return {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  }
}

/** Runs one command in this process, with everything a process would give it. */
export async function autopack(args: readonly string[], options: TestShellOptions): Promise<Ran> {
  const written = { stdout: '', stderr: '' }
  const { environment = {}, terminal = false } = options
  const channel = (name: 'stdout' | 'stderr'): Channel => ({
    write: (text) => {
      written[name] += text
      options.onWrite?.(text)
    },
    isTerminal: terminal,
    columns: 100,
    closed: false,
  })
  const stdout = channel('stdout')
  const stderr = channel('stderr')
  const shell: Shell = {
    cwd: options.cwd,
    environment,
    stdout,
    out: createPainter(stdout, wantsColour(stdout, environment)),
    err: createPainter(stderr, wantsColour(stderr, environment)),
    symbols: symbolsFor(environment),
    interactive: terminal,
    user: 'ann',
    now: () => Date.now(),
    listenForInterrupt: () => options.interrupted ?? new AbortController().signal,
    readerGone: options.readerGone ?? new AbortController().signal,
  }
  const code = await runCommandLine(args, shell)
  return { code, ...written }
}
