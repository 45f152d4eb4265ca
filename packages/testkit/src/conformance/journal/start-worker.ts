import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { JournalProcesses } from './journal-subject.ts'
import type { WorkerScript } from './journal-worker.ts'

const LONGEST_MS = 20_000

export interface JournalWorker {
  readonly pid: number
  /** The next thing it says; null when it has ended. */
  next(): Promise<Record<string, unknown> | null>
  send(line: string): void
  endInput(): void
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** How it ended; its error output goes into the message of a failure. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>
}

/** A process of its own, ended with SIGKILL after twenty seconds at the latest. */
export function startJournalWorker({ module, execArgv }: JournalProcesses, script: Omit<WorkerScript, 'module'>): JournalWorker {
  const code = `import(process.argv[1]).then((testkit) => testkit.runJournalWorker(process.argv[2]))`
  const argv = [...execArgv, '-e', code, entry(), JSON.stringify({ ...script, module: module.href })]
  const child = spawn(process.execPath, argv, { stdio: 'pipe', timeout: LONGEST_MS, killSignal: 'SIGKILL' })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()))
  child.stdin.on('error', () => undefined)
  const { promise: ended, resolve, reject } = Promise.withResolvers<{ code: number | null; signal: string | null; stderr: string }>()
  child.on('error', reject).on('exit', (exitCode, signal) => resolve({ code: exitCode, signal, stderr }))
  return {
    pid: child.pid ?? 0,
    async next() {
      const line = await lines.next()
      return line.done === true ? null : (JSON.parse(line.value) as Record<string, unknown>)
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** This package as a child finds it: the worker's source, or the bundle that both are in. */
function entry(): string {
  return import.meta.url.endsWith('.ts') ? new URL('./journal-worker.ts', import.meta.url).href : import.meta.url
}
