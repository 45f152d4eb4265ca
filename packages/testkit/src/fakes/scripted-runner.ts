import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandOutcome, CommandRunner, CommandSpecification, CommandTrace } from '@autopack/contracts'

/** What a scripted program does. Without anything it exits with 0. */
export type ScriptedRun =
  | { readonly exitCode?: number; readonly stdout?: string; readonly stderr?: string; readonly survivors?: number }
  | { readonly signal: string; readonly stdout?: string; readonly stderr?: string }
  | { readonly hangs: true; readonly stdout?: string; readonly stderr?: string }
  | { readonly denied: string }

export interface ScriptedRunnerOptions {
  /** By the first word of the argv; any other is not found. May write into the command's folders, as a program would. */
  readonly programs: Readonly<Record<string, (command: CommandSpecification) => ScriptedRun | Promise<ScriptedRun>>>
}

export interface ScriptedRunner extends CommandRunner {
  /** What was asked to run, in order. */
  readonly commands: readonly CommandSpecification[]
  /** Prefixes that were swept, in order. */
  readonly swept: readonly string[]
}

/** A command runner without processes: functions stand for programs. A program that hangs does so in real time. */
export function createScriptedRunner({ programs }: ScriptedRunnerOptions): ScriptedRunner {
  const commands: CommandSpecification[] = []
  const swept: string[] = []
  return {
    contract: 1,
    commands,
    swept,
    isolation: () => Promise.resolve({ achieved: 0, degradedBecause: ['Nothing is run: programs are scripted.'] }),
    async run(command, signal) {
      commands.push(command)
      const [name] = command.argv
      const program = Object.hasOwn(programs, name) ? programs[name] : undefined
      if (signal?.aborted === true) return { kind: 'aborted', ...traceOf(command, {}) }
      if (program === undefined) return { kind: 'not-found', executable: name, message: `${name} is not scripted: add it to the programs of the runner.` }
      return outcomeOf(command, await program(command), signal)
    },
    sweep(markerPrefix) {
      swept.push(markerPrefix)
      return Promise.resolve(0)
    },
  }
}

async function outcomeOf(command: CommandSpecification, run: ScriptedRun, signal: AbortSignal | undefined): Promise<CommandOutcome> {
  if ('denied' in run) return { kind: 'denied', message: run.denied }
  const trace = traceOf(command, run)
  if ('signal' in run) return { kind: 'signalled', signal: run.signal, ...trace }
  if (!('hangs' in run)) return { kind: 'exited', exitCode: run.exitCode ?? 0, ...trace, survivors: run.survivors ?? 0 }
  const aborted = await sleep(command.timeoutMs, false, { ...(signal && { signal }) }).catch(() => true)
  return { kind: aborted ? 'aborted' : 'timed-out', ...trace, durationMs: aborted ? 0 : command.timeoutMs }
}

function traceOf({ outputLimit }: CommandSpecification, run: { readonly stdout?: string; readonly stderr?: string }): CommandTrace {
  const [stdout, stderr] = [cap(run.stdout ?? '', outputLimit), cap(run.stderr ?? '', outputLimit)]
  return { stdout: stdout.text, stderr: stderr.text, droppedBytes: stdout.dropped + stderr.dropped, durationMs: 0, survivors: 0 }
}

function cap(text: string, limit: number): { readonly text: string; readonly dropped: number } {
  const bytes = Buffer.from(text)
  const dropped = Math.max(0, bytes.length - limit)
  if (dropped === 0) return { text, dropped }
  const head = Math.ceil(limit / 2)
  return { text: `${bytes.subarray(0, head).toString()}\n… [${dropped} bytes dropped] …\n${bytes.subarray(head + dropped).toString()}`, dropped }
}
