import { spawn } from 'node:child_process'

export interface ProcessOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds it may take. Default: a minute. */
  readonly limitMs?: number
}

export interface ProcessRun {
  readonly stdout: string
  /** Milliseconds from the start to the exit. */
  readonly wallMs: number
  /** Milliseconds from the start to the first byte on either stream; null when it said nothing. */
  readonly firstOutputMs: number | null
}

/** Runs a program to its end. Throws, with what it said, where it fails or takes too long. */
export function runProcess(program: string, args: readonly string[], { cwd, env = process.env, limitMs = 60_000 }: ProcessOptions): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs, killSignal: 'SIGKILL' })
    const said = { stdout: '', stderr: '' }
    let firstOutputMs: number | null = null
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        firstOutputMs ??= performance.now() - started
        said[stream] += text
      })
    }
    let wallMs = 0
    child.once('exit', () => (wallMs = performance.now() - started))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ stdout: said.stdout, wallMs, firstOutputMs })
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${said.stdout}${said.stderr}`))
    })
  })
}
