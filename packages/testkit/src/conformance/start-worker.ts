import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const LONGEST_MS = 20_000

export interface Worker {
  readonly pid: number
  /** The next thing it says; null when it has ended. */
  next(): Promise<Record<string, unknown> | null>
  send(line: string): void
  endInput(): void
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** How it ended; its error output goes into the message of a failure. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>
}

export interface WorkerEntry {
  /** Where `run` is exported. */
  readonly url: string
  /** Takes the script as JSON and says what happens as lines of JSON. */
  readonly run: 'runJournalWorker' | 'runLedgerWorker'
  /** For Node, before the script. */
  readonly execArgv: readonly string[]
}

/** A process of its own, ended with SIGKILL after twenty seconds at the latest. */
export function startWorker({ url, run, execArgv }: WorkerEntry, script: unknown): Worker {
  const code = `import(process.argv[1]).then((testkit) => testkit.${run}(process.argv[2]))`
  const child = spawn(process.execPath, [...execArgv, '-e', code, url, JSON.stringify(script)], { stdio: 'pipe', timeout: LONGEST_MS, killSignal: 'SIGKILL' })
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
