import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { JournalEvent } from '@autopack/contracts'
import type { Environment } from '../shell.ts'

/** One process that executes the run: this very command line, with `--json`. */
export interface Worker {
  readonly pid: number
  /** Ends it with SIGKILL; returns when it is gone. Idempotent. */
  kill(): Promise<void>
  /** Settles once it is gone and all it said has been listened to. */
  readonly ended: Promise<WorkerEnding>
}

export interface WorkerEnding {
  /** Null when a signal ended it. */
  readonly exitCode: number | null
  readonly stderr: string
}

export interface WorkerOptions {
  readonly args: readonly string[]
  readonly cwd: string
  readonly environment: Environment
  /** Called with the events in their order, one after the other. */
  readonly onEvent: (event: JournalEvent) => Promise<void>
}

const longestMs = 120_000

export function startWorker({ args, cwd, environment, onEvent }: WorkerOptions): Worker {
  const program = [...process.execArgv, process.argv[1] ?? '']
  const child = spawn(process.execPath, [...program, ...args, '--json'], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGKILL' })
  const gone = once(child, 'exit')
  const listen = async (): Promise<void> => {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = read(line)
      if (event !== null) await onEvent(event)
    }
  }
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    ended: Promise.all([text(child.stderr), listen(), gone]).then(([stderr]) => ({ exitCode: child.exitCode, stderr })),
  }
}

/** Null for the last line, which says how the command stopped, and for a line that was cut off with its process. */
function read(line: string): JournalEvent | null {
  try {
    const said = JSON.parse(line) as JournalEvent | { readonly type: 'stop' }
    return said.type === 'stop' ? null : said
  } catch {
    return null
  }
}
