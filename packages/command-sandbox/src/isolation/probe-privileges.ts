import { findExecutable } from '../executable/find-executable.ts'
import type { ProbeHost } from './probe-host.ts'
import { tryCommand } from './try-command.ts'

export interface Privileges {
  /** The argv under which a command cannot gain privileges; empty where the host has none. */
  readonly prefix: readonly string[]
  /** A command behind the prefix is root or holds some of its capabilities, and nothing bounds it. */
  readonly unbounded: boolean
  readonly reasons: readonly string[]
}

/** Finds what bounds the privileges of a command, by looking at one that was started as commands are. */
export async function probePrivileges(host: ProbeHost): Promise<Privileges> {
  const setpriv = findExecutable('setpriv', '/', host.path)
  const prefix = setpriv.kind === 'found' ? [setpriv.path, '--no-new-privs', '--'] : []
  if (prefix.length > 0 && (await holds(prefix, 'NoNewPrivs:1'))) return { prefix, unbounded: false, reasons: [] }
  // a host that takes it away from all its processes needs no prefix
  if (await holds([], 'NoNewPrivs:1')) return { prefix: [], unbounded: false, reasons: [] }
  const isRoot = await isUserZero()
  const unbounded = host.platform === 'linux' ? !(await holds([], 'CapEff:0000000000000000')) : isRoot
  return { prefix: [], unbounded, reasons: [unbounded ? whyUnbounded(host.platform, isRoot) : missing] }
}

/** Reads nothing but what the kernel says of the process itself, and needs no program for that. */
const script = 'while read -r name value; do [ "$name$value" = "$1" ] && exit 0; done < /proc/self/status; exit 1'

async function holds(prefix: readonly string[], line: string): Promise<boolean> {
  const [program, ...rest] = [...prefix, '/bin/sh', '-c', script, 'probe', line]
  return program !== undefined && (await tryCommand({ argv: [program, ...rest], env: {}, inputs: [] })).code === 0
}

async function isUserZero(): Promise<boolean> {
  const { stdout } = await tryCommand({ argv: ['/usr/bin/id', '-u'], env: {}, inputs: [] })
  return stdout.trim() === '0' || stdout === ''
}

const missing = 'Commands could gain privileges through setuid programs: install util-linux (setpriv).'

function whyUnbounded(platform: NodeJS.Platform, isRoot: boolean): string {
  const who = isRoot ? 'run as root' : 'hold capabilities of root'
  const remedy = isRoot ? 'Run Autopack as another user' : 'Start Autopack without capabilities'
  const other = platform === 'linux' ? ', or install util-linux (setpriv) for level 1' : ''
  return `Commands ${who}, and nothing keeps them from anything: that is level 0, at which no command runs. ${remedy}${other}.`
}
