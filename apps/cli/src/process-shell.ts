import { userInfo } from 'node:os'
import { AutopackError } from '@autopack/contracts'
import { withCallersPath } from './callers-path.ts'
import { runCommandLine } from './command-line.ts'
import { reportFailure } from './report-failure.ts'
import type { Shell } from './shell.ts'
import { startedFrom } from './started-from.ts'
import { createChannel } from './terminal/channel.ts'
import { createPainter, wantsColour } from './terminal/painter.ts'
import { symbolsFor } from './terminal/symbols.ts'

/** Runs the command this process was started with and ends the process with its exit code. */
export async function runOnProcess(): Promise<void> {
  const readerGone = new AbortController()
  const lost: Error[] = []
  const stdout = createChannel(process.stdout, (error) => {
    readerGone.abort()
    if (error !== null) lost.push(error)
  })
  const stderr = createChannel(process.stderr, (error) => {
    if (error !== null) lost.push(error)
  })
  const env = withCallersPath(process.env)
  const shell: Shell = {
    cwd: startedFrom(process.cwd(), env),
    environment: env,
    stdout,
    out: createPainter(stdout, wantsColour(stdout, env)),
    err: createPainter(stderr, wantsColour(stderr, env)),
    symbols: symbolsFor(env),
    interactive: stderr.isTerminal && process.stdin.isTTY,
    user: env['USER'] ?? env['LOGNAME'] ?? userInfo().username,
    now: () => Date.now(),
    listenForInterrupt: () => listenForInterrupt(shell),
    readerGone: readerGone.signal,
  }
  const code = await runCommandLine(process.argv.slice(2), shell)
  await Promise.all([process.stdout, process.stderr].map(flushed))
  const [error] = lost
  process.exit(error === undefined ? code : reportFailure(outputLost(error), shell, false))
}

/** The run itself has gone on: what it did is kept, and only the telling failed. */
function outputLost(cause: Error): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_OUTPUT_LOST', message: `Not everything could be written out: ${cause.message}. What was done is kept; make room and look at it with \`autopack runs\` and \`autopack show\`.`, cause })
}

/** A slow reader of a pipe has not taken everything yet when write() returns, and what is left would end with the process. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve())
  })
}

/** The first signal asks to stop; the second ends the process, which leaves the run to be taken up again. */
function listenForInterrupt(shell: Shell): AbortSignal {
  const interruption = new AbortController()
  const stop = (): void => {
    if (interruption.signal.aborted) process.exit(130)
    shell.err.print([['stopping after what cannot be cut off; once more to end at once']])
    interruption.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  return interruption.signal
}
