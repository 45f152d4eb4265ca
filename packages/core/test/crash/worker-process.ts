import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { WorkerReport, WorkerScript } from './worker.ts'

const longestMs = 60_000

export interface WorkerEnd {
  readonly signal: string | null
  /** Null when it was killed. */
  readonly report: WorkerReport | null
}

export interface WorkerProcess {
  readonly pid: number
  readonly ended: Promise<WorkerEnd>
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** A process of its own, ended after a minute at the latest. `ended` rejects with what it said when it failed. */
export function startWorker(module: string, script: WorkerScript): WorkerProcess {
  const { folder } = script
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: join(folder, 'temporary') }
  const child = spawn(process.execPath, [module, JSON.stringify(script)], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGTERM' })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()))
  const { promise: ended, resolve, reject } = Promise.withResolvers<WorkerEnd>()
  child.on('error', reject).on('close', (code, signal) => {
    if (code === 0) resolve({ signal, report: JSON.parse(stdout) })
    else if (signal === 'SIGKILL') resolve({ signal, report: null })
    else reject(new Error(`the worker ended with ${signal ?? code}: ${stderr}`))
  })
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) }
}
