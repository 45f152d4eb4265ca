import { statfs } from 'node:fs/promises'
import { AutopackError } from '@autopack/contracts'

/** Linux magic numbers of file systems whose locks and shared memory do not reach across hosts. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'CephFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x47504653, 'GPFS'],
  [0x564c, 'NCP'],
  [0x73757245, 'Coda'],
])

/** Throws `AUTOPACK_STORE_NETWORK_DISK`: write-ahead logging needs memory shared by all processes on the file. */
export async function refuseNetworkDisk(directory: string, typeOf: (path: string) => Promise<number | null> = diskType): Promise<void> {
  if (process.platform !== 'linux') return
  const type = await typeOf(directory)
  const name = type === null ? undefined : networkFileSystems.get(type)
  if (name === undefined) return
  throw new AutopackError({
    code: 'AUTOPACK_STORE_NETWORK_DISK',
    message: `${directory} is on a network file system (${name}), where the journal cannot be kept safely. Keep the state on a local disk with --state DIR.`,
    details: { path: directory, fileSystem: name },
  })
}

async function diskType(path: string): Promise<number | null> {
  const disk = await statfs(path).catch(() => null)
  return disk === null ? null : disk.type >>> 0
}
