import type { Autopack, RunStop } from '@autopack/core'
import { exitCodeOfRuns, type ExitCode } from '../exit-codes.ts'
import { type OpenRepository, withRepository } from '../repository/open-repository.ts'
import { reportFailure } from '../report-failure.ts'
import type { Shell } from '../shell.ts'
import { quotaReset } from '../situation/outlook.ts'
import { span } from '../terminal/span.ts'
import { finish } from './advance.ts'
import type { ExecutionOptions } from './options.ts'
import { createReporter, type Reporter } from './reporter.ts'

/** `autopack resume --due`: every run whose wait for a quota is over, the oldest first. Meant for a timer: it never stays, and leaves alone what another process executes. */
export async function resumeDue(shell: Shell, options: ExecutionOptions): Promise<ExitCode> {
  const reporter = createReporter(shell, options.json === true, true)
  return withRepository(shell, options, { readOnly: false, withModels: true, sink: reporter }, async (repository) => {
    const signal = shell.listenForInterrupt()
    const { due, next } = await waitingRuns(repository.autopack, shell.now())
    if (due.length === 0) shell.err.print([[`nothing is due${next === null ? '' : `; ${next.run} waits until ${new Date(next.until).toISOString()}`}`]])
    const codes: ExitCode[] = []
    for (const run of due) if (!signal.aborted) codes.push(await goOn(shell, repository, reporter, run, options, signal))
    return signal.aborted ? 130 : exitCodeOfRuns(codes)
  })
}

interface Waiting {
  readonly run: string
  readonly until: number
}

/** `next`: of those that are not due the first. */
async function waitingRuns(autopack: Autopack, now: number): Promise<{ readonly due: readonly string[]; readonly next: Waiting | null }> {
  const idle = (await autopack.runs()).filter(({ ownerPid }) => ownerPid === null)
  const resets = await Promise.all(idle.map(async ({ run }) => ({ run, until: quotaReset(await autopack.view(run)) })))
  const waiting = resets.flatMap(({ run, until }) => (until === null ? [] : [{ run, until }])).toSorted((one, other) => one.until - other.until)
  return { due: waiting.filter(({ until }) => until <= now).map(({ run }) => run), next: waiting.find(({ until }) => until > now) ?? null }
}

/** What is wrong with one run is said, and holds up no other. */
async function goOn(shell: Shell, repository: OpenRepository, reporter: Reporter, run: string, options: ExecutionOptions, signal: AbortSignal): Promise<ExitCode> {
  const { autopack } = repository
  const leave = (why: string): ExitCode => {
    shell.err.print([[span(`${run}: ${why}`, 'quiet')]])
    return 0
  }
  try {
    const until = quotaReset(await autopack.view(run))
    if (until === null || until > shell.now()) return leave(elsewhere)
    shell.err.print([[span(`${run}, whose wait is over`, 'quiet')]])
    const stop = await autopack.advance(run, { signal })
    const why = whyLeft(stop)
    if (why === null) return await finish(shell, repository, reporter, run, stop, options)
    if (options.json === true) reporter.stop(run, stop)
    return leave(why)
  } catch (error) {
    return reportFailure(error, shell, false)
  }
}

const elsewhere = 'another process goes on with it'

/** Null where it was gone on with. A pause that was asked for meanwhile is taken up first, and ends it at once. */
function whyLeft(stop: RunStop): string | null {
  if (stop.kind === 'busy' || stop.kind === 'fenced') return elsewhere
  return stop.kind === 'waiting' && stop.for === 'pause' ? stop.message : null
}
