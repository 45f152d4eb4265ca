const name = 'autopack-probe'

/** What a probe's processes carry: whose they are, so that what a killed process leaves of one can be told from what another is doing. */
export const probeMarker = `${name}@${process.pid}`

/** Whether a marker is that of a probe whose process is gone. A bubblewrap that loses its parent while it starts waits for ever. */
export function isLeftProbe(marker: string): boolean {
  const [probe, pid] = marker.split('@')
  return probe === name && pid !== undefined && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // another user's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
