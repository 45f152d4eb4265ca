import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandTrace } from '@autopack/contracts'
import { createCappedOutput, type CappedOutput } from '../output/capped-output.ts'
import { endProcesses, signalProcess } from './end-processes.ts'
import { giveInputs } from './give-inputs.ts'
import type { MarkedProcess } from './process-table.ts'
import { startProcess } from './start-process.ts'

export interface Launch {
  readonly argv: readonly [string, ...string[]]
  /** What it can read on its standard input; null: nothing. */
  readonly stdin: Uint8Array | null
  /** What the first process can read on descriptor 4 and those after it. */
  readonly inputs: readonly Uint8Array[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Milliseconds from the request to end until the kill. */
  readonly graceMs: number
  readonly outputLimit: number
  /** Every living process of this command. */
  find(): readonly MarkedProcess[]
  /** Programs around the command: asking them to end would end the command without asking it. */
  readonly wrappers: ReadonlySet<string>
}

export type Ended =
  | {
      readonly kind: 'ended'
      readonly by: 'itself' | 'timeout' | 'abort'
      readonly exitCode: number | null
      readonly signal: NodeJS.Signals | null
      /** What was written to descriptor 3. */
      readonly status: string
      readonly trace: CommandTrace
    }
  | { readonly kind: 'unstartable'; readonly error: Error }

/** How long a pipe that an unseen process still holds may keep us. */
const drainMs = 500
const statusLimit = 64 << 10
/** The longest a timer of Node can wait. */
const longestTimerMs = 2 ** 31 - 1

/** Starts a process group and sees it to its end: on time, on abort or by itself. Returns when nothing of it is left. */
export async function supervise(launch: Launch, signal: AbortSignal | undefined): Promise<Ended> {
  const started = performance.now()
  const child = start(launch)
  if (child instanceof Error) return { kind: 'unstartable', error: child }
  const pipes = collect(child, launch.outputLimit)
  const end = await untilExit(child, launch, signal)
  if (end.kind === 'unstartable') return end
  signalGroup(child, 'SIGKILL')
  const survivors = (await endProcesses(() => launch.find())).filter((process) => isCommand(process, launch))
  await pipes.drained()
  const trace: CommandTrace = {
    stdout: pipes.stdout.text(),
    stderr: pipes.stderr.text(),
    droppedBytes: pipes.stdout.dropped() + pipes.stderr.dropped(),
    durationMs: Math.round(performance.now() - started),
    survivors: survivors.length,
  }
  return { ...end, status: pipes.status.text(), trace }
}

function start(launch: Launch): ChildProcess | Error {
  const { argv, cwd, env, stdin, inputs } = launch
  try {
    const child = startProcess({ argv, cwd, env, detached: true, stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', ...inputs.map(() => 'pipe' as const)] })
    giveInputs(child, launch)
    return child
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

interface Pipes {
  readonly stdout: CappedOutput
  readonly stderr: CappedOutput
  readonly status: CappedOutput
  /** Reads what is left, but never waits for a process that holds a pipe open. */
  drained(): Promise<void>
}

function collect(child: ChildProcess, limit: number): Pipes {
  const outputs = { stdout: createCappedOutput(limit), stderr: createCappedOutput(limit), status: createCappedOutput(statusLimit) }
  const streams = child.stdio.slice(1)
  for (const [index, output] of [outputs.stdout, outputs.stderr, outputs.status].entries()) {
    streams[index]?.on('data', (chunk: Buffer) => output.add(chunk))
  }
  // `close` waits for every holder of the pipes, `exit` for none: a survivor must not hang us
  const closed = once(child, 'close').then(
    () => undefined,
    () => undefined,
  )
  const drained = async (): Promise<void> => {
    const enough = new AbortController()
    await Promise.race([closed, sleep(drainMs, undefined, { signal: enough.signal }).catch(() => undefined)])
    enough.abort()
    for (const stream of [child.stdin, ...streams]) stream?.destroy()
  }
  return { ...outputs, drained }
}

type Exit = { readonly kind: 'unstartable'; readonly error: Error } | { readonly kind: 'ended'; readonly by: 'itself' | 'timeout' | 'abort'; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }

function untilExit(child: ChildProcess, launch: Launch, signal: AbortSignal | undefined): Promise<Exit> {
  return new Promise((resolve) => {
    let by: 'itself' | 'timeout' | 'abort' = 'itself'
    let kill: NodeJS.Timeout | undefined
    const end = (reason: 'timeout' | 'abort'): void => {
      if (by !== 'itself') return
      by = reason
      askToEnd(child, launch)
      kill = setTimeout(() => signalGroup(child, 'SIGKILL'), launch.graceMs)
    }
    const onAbort = (): void => end('abort')
    const timeout = setTimeout(() => end('timeout'), Math.min(launch.timeoutMs, longestTimerMs))
    const settle = (exit: Exit): void => {
      clearTimeout(timeout)
      clearTimeout(kill)
      signal?.removeEventListener('abort', onAbort)
      resolve(exit)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    child.once('error', (error) => settle({ kind: 'unstartable', error }))
    child.once('exit', (exitCode, endSignal) => settle({ kind: 'ended', by, exitCode, signal: endSignal }))
  })
}

function askToEnd(child: ChildProcess, launch: Launch): void {
  const commands = launch.find().filter((process) => isCommand(process, launch))
  for (const { pid } of commands) signalProcess(pid, 'SIGTERM')
  if (commands.length === 0 && launch.wrappers.size === 0) signalGroup(child, 'SIGTERM')
}

function isCommand(process: MarkedProcess, launch: Launch): boolean {
  return process.program === null || !launch.wrappers.has(process.program)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) signalProcess(-child.pid, signal)
}
