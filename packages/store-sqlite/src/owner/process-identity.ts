import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { AutopackError } from '@autopack/contracts'

const execute = promisify(execFile)

/** What tells one process from any other, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own unit; only compared. */
  readonly start: string
  /** Which boot of the machine. */
  readonly boot: string
}

/** Null when no such process is alive. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const start = process.platform === 'linux' ? await linuxStart(pid) : await posixStart(pid)
  return start === null ? null : { pid, start, boot: await bootId() }
}

/** This process. Throws `AUTOPACK_STORE_UNAVAILABLE` where the system does not tell. */
export async function identifySelf(): Promise<ProcessIdentity> {
  const self = await identifyProcess(process.pid)
  if (self !== null) return self
  throw new AutopackError({
    code: 'AUTOPACK_STORE_UNAVAILABLE',
    message: 'This system does not say when a process started, so owners of runs cannot be told apart. Make /proc (Linux) or ps (macOS) available.',
  })
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const found = await identifyProcess(identity.pid)
  return found !== null && isSameProcess(found, identity)
}

export function isSameProcess(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.start === right.start && left.boot === right.boot
}

async function linuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // the name in parentheses may itself hold spaces and parentheses
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const state = fields[0]
  const start = fields[19]
  return start === undefined || state === 'Z' || state === 'X' ? null : start
}

async function posixStart(pid: number): Promise<string | null> {
  const output = await execute('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' } }).catch(() => null)
  const line = output?.stdout.trim() ?? ''
  return line === '' || line.startsWith('Z') ? null : line.slice(line.indexOf(' ')).trim()
}

async function bootId(): Promise<string> {
  if (process.platform === 'linux') return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const { stdout } = await execute('sysctl', ['-n', 'kern.boottime'], { env: { PATH: '/usr/sbin:/sbin' } })
  return stdout.trim()
}
