import type { Isolation } from './containment.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'
import { probeProcessNamespace } from './probe-process-namespace.ts'
import { probePrivileges } from './probe-privileges.ts'
import type { ProbeHost } from './probe-host.ts'

/**
 * Finds by trying, never by asking for a version, the strongest containment this host allows. Takes some 20 ms; ask once.
 * `degradedBecause` says why it is not stronger and how to raise it.
 */
export async function probeIsolation(host: ProbeHost): Promise<Isolation> {
  if (host.platform !== 'linux') {
    const { unbounded, reasons } = await probePrivileges(host)
    return { containment: { kind: 'process-group', prefix: [] }, unbounded, degradedBecause: [notLinux, ...(unbounded ? reasons : [])] }
  }
  const bubblewrap = await probeBubblewrap(host)
  if (bubblewrap.kind === 'works') return { containment: bubblewrap.containment, degradedBecause: bubblewrap.limits }
  const privileges = await probePrivileges(host)
  const namespace = await probeProcessNamespace(host, privileges.prefix)
  return {
    containment: namespace.containment ?? { kind: 'process-group', prefix: privileges.prefix },
    unbounded: privileges.unbounded,
    degradedBecause: [bubblewrap.reason, ...namespace.reasons, ...privileges.reasons],
  }
}

const notLinux =
  'This platform has no sandbox that Autopack uses: commands may read and write whatever their user may, and reach the network. Run on Linux with bubblewrap for level 3.'
