import { reading, systemMounts, visibleMounts, type Mount } from './sandbox-folders.ts'

export interface BubblewrapInput {
  readonly program: string
  readonly disableUserns: boolean
  readonly argv: readonly string[]
  readonly cwd: string
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  readonly network: boolean
}

/** The descriptor on which bubblewrap reports, as a line of JSON, that the command ran and how it ended. */
const statusDescriptor = 3

/** Bytes a command may keep in the sandbox's own /tmp, which lies in memory; its TMPDIR is on disk. */
const temporaryBytes = 64 << 20

/**
 * The argv that runs a command with nothing visible but the system, `readable` and `writable`, and nothing writable but `writable`.
 * The environment is not in it, for every user of the host can read an argv.
 */
export function bubblewrapArgv(input: BubblewrapInput): readonly [string, ...string[]] {
  const folders: readonly Mount[] = [...input.readable.map(reading), ...input.writable.map((path): Mount => ({ kind: 'write', from: path, at: path }))]
  return [
    input.program,
    '--unshare-all',
    ...(input.network ? ['--share-net'] : []),
    ...(input.disableUserns ? ['--unshare-user', '--disable-userns'] : []),
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    ...systemMounts(input.network).flatMap(mountOptions),
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    '--size',
    String(temporaryBytes),
    '--tmpfs',
    '/tmp',
    ...visibleMounts(folders).flatMap(mountOptions),
    '--remount-ro',
    '/',
    '--chdir',
    input.cwd,
    '--json-status-fd',
    String(statusDescriptor),
    '--',
    ...input.argv,
  ]
}

function mountOptions(mount: Mount): readonly string[] {
  if (mount.kind === 'link') return ['--symlink', mount.to, mount.at]
  return [mount.kind === 'write' ? '--bind' : '--ro-bind-try', mount.from, mount.at]
}

/** Whether the command itself was started: bubblewrap reports an exit code only then. */
export function commandRan(status: string): boolean {
  return status.includes('"exit-code"')
}
