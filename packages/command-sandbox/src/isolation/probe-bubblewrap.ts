import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable } from '../executable/find-executable.ts'
import { bubblewrapArgv } from './bubblewrap.ts'
import type { Containment } from './containment.ts'
import type { ProbeHost } from './probe-isolation.ts'
import { tryCommand } from './try-command.ts'

export type BubblewrapProbe =
  | { readonly kind: 'works'; readonly containment: Containment; readonly limits: readonly string[] }
  | { readonly kind: 'fails'; readonly reason: string }

/** Lets bubblewrap run a script that tries to write inside and outside, and believes only what is on the disk afterwards. */
export async function probeBubblewrap(host: ProbeHost): Promise<BubblewrapProbe> {
  const found = findExecutable('bwrap', '/', host.path)
  if (found.kind === 'missing') return { kind: 'fails', reason: 'bubblewrap is not installed: commands can read and write outside the checkout and reach the network. Install it (apt-get install bubblewrap) for level 3.' }
  const full = await holds(host, found.path, true)
  if (full.holds) return { kind: 'works', containment: { kind: 'bubblewrap', program: found.path, disableUserns: true }, limits: [] }
  const plain = await holds(host, found.path, false)
  if (!plain.holds) return { kind: 'fails', reason: `bubblewrap is installed but cannot make a sandbox here (${plain.message}): allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces, or the container’s seccomp profile) for level 3.` }
  return { kind: 'works', containment: { kind: 'bubblewrap', program: found.path, disableUserns: false }, limits: ['This bubblewrap cannot forbid further user namespaces: update it to 0.8 or newer.'] }
}

async function holds(host: ProbeHost, program: string, disableUserns: boolean): Promise<{ readonly holds: boolean; readonly message: string }> {
  const root = mkdtempSync(join(realpathSync(host.temporary), 'autopack-probe-'))
  const inside = join(root, 'inside')
  mkdirSync(inside)
  try {
    const script = 'touch "$1/written" "$2/escaped" 2>/dev/null; exit 7'
    const argv = ['/bin/sh', '-c', script, 'probe', inside, root]
    const { code, stderr } = await tryCommand(bubblewrapArgv({ program, disableUserns, argv, cwd: inside, readable: [], writable: [inside], network: false }))
    return { holds: code === 7 && existsSync(join(inside, 'written')) && !existsSync(join(root, 'escaped')), message: stderr.trim().split('\n')[0] ?? '' }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
