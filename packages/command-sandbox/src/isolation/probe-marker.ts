import { readlinkSync } from 'node:fs'

const name = 'autopack-probe'

/** What a probe's processes carry: whose they are, so that what a killed process leaves of one can be told from what another is doing. */
export function probeMarker(): string {
  return [name, process.pid, processNamespace()].join('@')
}

/** Whether a marker is that of a probe whose process is gone. A bubblewrap that loses its parent while it starts waits for ever. */
export function isLeftProbe(marker: string): boolean {
  const [probe, pid, namespace] = marker.split('@')
  return probe === name && namespace === processNamespace() && !isAlive(Number(pid))
}

/** Ids of processes mean something within it alone: a container's are seen from outside under others. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'the only one'
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // another user's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
