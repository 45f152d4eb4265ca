import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { refuseNetworkDisk } from './network-disk.ts'

describe.skipIf(process.platform !== 'linux')('the disk of a store', () => {
  it.each([
    { type: 0x6969, name: 'NFS' },
    { type: 0xff534d42, name: 'CIFS' },
    { type: 0xfe534d42, name: 'SMB2' },
  ])('may not be $name', async ({ type, name }) => {
    const refused = refuseNetworkDisk('/mnt/share', async () => type)
    await expect(refused).rejects.toMatchObject({ code: 'AUTOPACK_STORE_NETWORK_DISK', details: { fileSystem: name } })
  })

  it('may be a local one', async () => {
    await using folder = await temporaryFolder()
    await expect(refuseNetworkDisk(folder.path)).resolves.toBeUndefined()
  })
})
