import { spawn } from 'node:child_process'

/** Runs a probe's command for at most five seconds. `code` is null when it could not be started or did not end. */
export function tryCommand(argv: readonly [string, ...string[]]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const [program, ...rest] = argv
  const child = spawn(program, rest, { env: {}, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout: 5_000, killSignal: 'SIGKILL' })
  const text = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, stdout: '', stderr: error.message }))
    child.once('close', (code) => resolve({ code, ...text }))
  })
}
