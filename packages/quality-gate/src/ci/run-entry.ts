import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ArtifactStore, CiEntry, CiEntryResult, CiRequest, CommandOutcome, CommandRunner } from '@autopack/contracts'
import { hideRoots } from '@autopack/failure-analysis'
import { isInside } from './is-inside.ts'
import { passedOn } from './passed-on.ts'
import { readEntryReport, removeOldReport } from './report-file.ts'

export interface EntryHost {
  readonly runner: CommandRunner
  readonly artifacts: ArtifactStore
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What is left of the time of all entries together. */
  readonly remainingMs: number
  readonly signal: AbortSignal
}

const defaultSeconds = 300
/** Enough for a report on stdout; a longer one belongs in a file. */
const outputLimit = 12 << 20
const excerptBytes = 4_000

/** Runs one entry in the checkout, keeps its output, and reads its report. */
export async function runEntry(entry: CiEntry, request: CiRequest, host: EntryHost): Promise<CiEntryResult> {
  const refused = misplaced(entry, request.checkout) ?? removeOldReport(entry, request.checkout)
  const outcome = refused === null ? await start(entry, request, host) : ({ kind: 'denied', message: refused } as const)
  const ran = 'message' in outcome ? null : outcome
  const text = ran === null ? messageOf(outcome) : `${ran.stdout}${ran.stdout !== '' && ran.stderr !== '' ? '\n' : ''}${ran.stderr}`
  const roots = [request.checkout, realpathSync(request.checkout)]
  return {
    run: entry.run,
    exitCode: outcome.kind === 'exited' ? outcome.exitCode : null,
    ended: outcome.kind,
    durationMs: ran?.durationMs ?? 0,
    ...(ran === null ? { report: null, reportError: null } : readEntryReport(entry, request.checkout, ran, roots)),
    excerpt: endOf(hideRoots(text.slice(-2 * excerptBytes), roots)),
    output: await host.artifacts.put(request.run, { name: 'ci-output.txt', mediaType: 'text/plain', body: text }),
  }
}

function misplaced(entry: CiEntry, checkout: string): string | null {
  if (isInside(join(checkout, entry.cwd ?? '.'), checkout)) return null
  return `The folder "${entry.cwd}" of a CI entry does not exist in the checkout or leads out of it: correct "cwd".`
}

function start(entry: CiEntry, request: CiRequest, { runner, environment, remainingMs, signal }: EntryHost): Promise<CommandOutcome> {
  return runner.run(
    {
      use: 'ci',
      argv: entry.run,
      cwd: join(request.checkout, entry.cwd ?? '.'),
      writable: [request.checkout],
      readable: [],
      env: { ...request.env, ...passedOn(entry, environment), ...entry.env },
      network: entry.network ?? false,
      timeoutMs: Math.max(1, Math.min((entry.timeout ?? defaultSeconds) * 1_000, remainingMs)),
      outputLimit,
      marker: request.marker,
    },
    signal,
  )
}

function messageOf(outcome: CommandOutcome): string {
  return 'message' in outcome ? outcome.message : ''
}

/** The end of a text in whole lines, at most `excerptBytes` of UTF-8. */
function endOf(text: string): string {
  const bytes = Buffer.from(text.trimEnd())
  if (bytes.length <= excerptBytes) return bytes.toString()
  const end = bytes.subarray(-excerptBytes).toString()
  return end.slice(end.indexOf('\n') + 1)
}
