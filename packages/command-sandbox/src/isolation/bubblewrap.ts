import { marksOf } from '../environment/command-environment.ts'
import type { ContainedProcess } from './contained-process.ts'
import { gitFolders, hiddenMounts, reading, systemMounts, visibleMounts, writing, type Mount } from './sandbox-folders.ts'

export interface BubblewrapInput {
  readonly program: string
  readonly disableUserns: boolean
  /** A filter of system calls, as the kernel reads it. */
  readonly filter: Uint8Array | null
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly readable: readonly string[]
  readonly hidden: readonly string[]
  readonly writable: readonly string[]
  readonly network: boolean
}

/** The descriptor on which bubblewrap reports, as a line of JSON, that the command ran and how it ended. */
const statusDescriptor = 3

/** Bytes a command may keep in the sandbox's own /tmp, which lies in memory; its TMPDIR is on disk. */
const temporaryBytes = 64 << 20

/** And in /dev/shm, where browsers and pools of processes share memory. */
const sharedBytes = 256 << 20

const optionsDescriptor = 4
const filterDescriptor = 5

/** To root's processes the kernel lets these be written by their owner, without any capability. */
const kernelSettings = ['/proc/sys', '/proc/sysrq-trigger']

/**
 * Runs a command with nothing visible but the system, `readable` and `writable` without what is `hidden` in them, and nothing writable but `writable` without its `.git`.
 * Options go through a descriptor: the environment is among them, and every user of the host can read an argv.
 */
export function inBubblewrap(input: BubblewrapInput): ContainedProcess {
  const text = [...options(input), ''].join('\0')
  return {
    argv: [input.program, '--args', String(optionsDescriptor), '--', ...input.argv],
    // nothing of the command's own environment may reach bubblewrap, which is outside
    env: marksOf(input.env),
    inputs: [Buffer.from(text), ...(input.filter === null ? [] : [input.filter])],
  }
}

function options(input: BubblewrapInput): readonly string[] {
  const shown: readonly Mount[] = [...input.readable.map(reading), ...input.writable.map(writing)]
  const hidden = hiddenMounts(input.hidden, shown)
  const folders = [...gitFolders(input.writable).map(reading), ...hidden, ...shown]
  return [
    '--unshare-all',
    ...(input.network ? ['--share-net'] : []),
    ...(input.disableUserns ? ['--unshare-user', '--disable-userns'] : []),
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    '--clearenv',
    ...Object.entries(input.env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...systemMounts(input.network).flatMap(mountOptions),
    '--dev',
    '/dev',
    '--size',
    String(sharedBytes),
    '--tmpfs',
    '/dev/shm',
    // its devices and /dev/shm stay as they are
    '--remount-ro',
    '/dev',
    '--proc',
    '/proc',
    ...kernelSettings.map(reading).flatMap(mountOptions),
    '--size',
    String(temporaryBytes),
    '--tmpfs',
    '/tmp',
    ...visibleMounts(folders).flatMap(mountOptions),
    ...hidden.flatMap(({ at }) => ['--remount-ro', at]),
    '--remount-ro',
    '/',
    '--chdir',
    input.cwd,
    '--json-status-fd',
    String(statusDescriptor),
    ...(input.filter === null ? [] : ['--seccomp', String(filterDescriptor)]),
  ]
}

function mountOptions(mount: Mount): readonly string[] {
  if (mount.kind === 'link') return ['--symlink', mount.to, mount.at]
  if (mount.kind === 'hide') return ['--tmpfs', mount.at]
  return [mount.kind === 'write' ? '--bind' : '--ro-bind-try', mount.from, mount.at]
}

/** Whether the command itself was started: bubblewrap reports an exit code only then. */
export function commandRan(status: string): boolean {
  return status.includes('"exit-code"')
}
