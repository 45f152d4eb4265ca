import { setTimeout as sleep } from 'node:timers/promises'
import { AutopackError } from '@autopack/contracts'
import type { MarkedProcess } from './process-table.ts'

const deadlineMs = 5_000

/**
 * Kills what `find` finds, again and again until it finds nothing, for a process that forks may be a step ahead.
 * Returns the processes it killed. Throws `AUTOPACK_PROCESS_SURVIVES` when five seconds were not enough.
 */
export async function endProcesses(find: () => readonly MarkedProcess[]): Promise<readonly MarkedProcess[]> {
  const ended = new Map<number, MarkedProcess>()
  const deadline = performance.now() + deadlineMs
  for (let alive = find(); alive.length > 0; alive = find()) {
    if (performance.now() > deadline) throw survives(alive)
    for (const process of alive) {
      ended.set(process.pid, process)
      signalProcess(process.pid, 'SIGKILL')
    }
    await sleep(2)
  }
  return [...ended.values()]
}

/** A negative id is a process group. A process that is already gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error
  }
}

function survives(alive: readonly MarkedProcess[]): AutopackError {
  const pids = alive.map(({ pid }) => pid)
  return new AutopackError({
    code: 'AUTOPACK_PROCESS_SURVIVES',
    message: `Processes ${pids.slice(0, 10).join(', ')} do not end although they were killed. They may hang in the kernel (state D in ps): free what they wait for, or restart the machine, then resume.`,
    details: { pids },
  })
}
