import { findExecutable } from '../executable/find-executable.ts'
import type { Containment } from './containment.ts'
import type { ProbeHost } from './probe-host.ts'
import { tryCommand } from './try-command.ts'

/**
 * Finds the prefix that gives a command a process namespace. `timeout` is its first process, so that the command is not:
 * a first process ignores the signals that others die of.
 */
export async function probeProcessNamespace(
  host: ProbeHost,
  privileges: readonly string[],
): Promise<{ readonly containment: Containment | null; readonly reasons: readonly string[] }> {
  const unshare = findExecutable('unshare', '/', host.path)
  const timeout = findExecutable('timeout', '/', host.path)
  if (unshare.kind === 'missing' || timeout.kind === 'missing') return { containment: null, reasons: [absent] }
  for (const users of [[], ['--user', '--map-current-user']]) {
    const prefix = [unshare.path, ...users, '--pid', '--fork', '--kill-child', '--mount-proc', '--', timeout.path, '--foreground', '0', ...privileges] as const
    const { code, stdout } = await tryCommand({ argv: [...prefix, '/bin/sh', '-c', 'echo $$; kill -9 $$'], env: {}, inputs: [] })
    if (code === 128 + 9 && stdout.trim() === '2') return { containment: { kind: 'process-namespace', prefix: [...prefix] }, reasons: [] }
  }
  return { containment: null, reasons: [absent] }
}

const absent =
  'A process that leaves its session and clears its environment can outlive its command: this host allows no process namespace (install util-linux and coreutils, and allow user namespaces).'
