import { markerVariable } from '../environment/command-environment.ts'
import { giveInputs } from '../processes/give-inputs.ts'
import { startProcess } from '../processes/start-process.ts'
import type { ContainedProcess } from './contained-process.ts'
import { probeMarker } from './probe-marker.ts'

/** Runs a probe's command for at most five seconds. `code` is null when it could not be started or did not end. */
export function tryCommand({ argv, env, inputs }: ContainedProcess): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = startProcess({ argv, env: { ...env, [markerVariable]: probeMarker() }, stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...inputs.map(() => 'pipe' as const)], timeout: 5_000, killSignal: 'SIGKILL' })
  giveInputs(child, { stdin: null, inputs })
  const text = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, stdout: '', stderr: error.message }))
    child.once('close', (code) => resolve({ code, ...text }))
  })
}
