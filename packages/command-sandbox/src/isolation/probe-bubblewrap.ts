import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findExecutable } from '../executable/find-executable.ts'
import { contain } from './contain.ts'
import type { Containment } from './containment.ts'
import type { ProbeHost } from './probe-host.ts'
import { filteredArchitecture, seccompFilter } from './seccomp-filter.ts'
import { tryCommand } from './try-command.ts'

type Bubblewrap = Extract<Containment, { readonly kind: 'bubblewrap' }>

export type BubblewrapProbe =
  | { readonly kind: 'works'; readonly containment: Bubblewrap; readonly limits: readonly string[] }
  | { readonly kind: 'fails'; readonly reason: string }

/** Lets bubblewrap run a script that tries what it must not, and believes only what is on the disk afterwards. */
export async function probeBubblewrap(host: ProbeHost): Promise<BubblewrapProbe> {
  const found = findExecutable('bwrap', '/', host.path)
  if (found.kind === 'missing') return { kind: 'fails', reason: 'bubblewrap is not installed: commands can read and write outside the checkout and reach the network. Install it (apt-get install bubblewrap) for level 3.' }
  const architecture = filteredArchitecture(host.architecture ?? process.arch)
  const filter = architecture === null ? null : seccompFilter(architecture)
  let failure = ''
  for (const candidate of candidates(found.path, filter)) {
    const { holds: isHeld, message } = await holds(host, candidate)
    if (isHeld) return { kind: 'works', containment: candidate, limits: limitsOf(candidate) }
    failure = message
  }
  return { kind: 'fails', reason: `bubblewrap is installed but cannot make a sandbox here (${failure}): allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces, or the container’s seccomp profile) for level 3.` }
}

/** Strongest first. A filter forbids further user namespaces too, so that an older bubblewrap with one is better than a newer without. */
function candidates(program: string, filter: Uint8Array | null): readonly Bubblewrap[] {
  const filters = filter === null ? [null] : [filter, null]
  return filters.flatMap((own) => [true, false].map((disableUserns): Bubblewrap => ({ kind: 'bubblewrap', program, disableUserns, filter: own })))
}

function limitsOf({ disableUserns, filter }: Bubblewrap): readonly string[] {
  if (filter !== null) return []
  const unfiltered = 'System calls are not filtered: this kernel, the container’s own seccomp profile or this architecture allows no filter (x64 and arm64 have one). Run on a kernel with CONFIG_SECCOMP_FILTER for level 4.'
  return [unfiltered, ...(disableUserns ? [] : ['This bubblewrap cannot forbid further user namespaces: update it to 0.8 or newer.'])]
}

/** Writes inside and outside, and asks whether the kernel's settings could be written; what a filter forbids comes last. */
const script = `
touch "$1/written" "$2/escaped" 2>/dev/null
chmod 0700 "$1/written"
[ -w /proc/sys/kernel/core_pattern ] && exit 8
chmod 4700 "$1/written" 2>/dev/null
exit 7`

async function holds(host: ProbeHost, containment: Bubblewrap): Promise<{ readonly holds: boolean; readonly message: string }> {
  const root = mkdtempSync(join(realpathSync(host.temporary), 'autopack-probe-'))
  const inside = join(root, 'inside')
  const written = join(inside, 'written')
  mkdirSync(inside)
  try {
    const argv = ['/bin/sh', '-c', script, 'probe', inside, root] as const
    const { code, stderr } = await tryCommand(contain(containment, { argv, env: {}, cwd: inside, readable: [], hidden: [], writable: [inside], network: false }))
    const contained = code === 7 && !existsSync(join(root, 'escaped')) && existsSync(written)
    const filtered = (): boolean => containment.filter === null || (statSync(written).mode & 0o7777) === 0o700
    return { holds: contained && filtered(), message: stderr.trim().split('\n')[0] ?? '' }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
