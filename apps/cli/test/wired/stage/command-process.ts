import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../../../src/shell.ts'

const bin = fileURLToPath(new URL('../../../src/bin.ts', import.meta.url))

/** The command line as a process of its own, from its sources. */
export interface CommandProcess {
  readonly child: ChildProcess
  /** Resolves as soon as stderr holds the text. */
  says(text: string): Promise<void>
  /** Null where a signal ended it. */
  ended(): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

export function startCommand(args: readonly string[], cwd: string, environment: Environment): CommandProcess {
  const child = spawn(process.execPath, ['--conditions=@autopack/source', bin, ...args], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const closed = once(child, 'close')
  return {
    child,
    says: async (text) => {
      while (!said.stderr.includes(text)) {
        await Promise.race([once(child.stderr, 'data'), closed.then(() => Promise.reject(new Error(`it ended without saying "${text}": ${said.stderr}`)))])
      }
    },
    ended: async () => {
      await closed
      return { code: child.exitCode, ...said }
    },
  }
}
