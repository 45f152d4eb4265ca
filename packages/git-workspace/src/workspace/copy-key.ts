import { createHash } from 'node:crypto'
import { createReadStream, type BigIntStats } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RepositoryIdentity } from '@autopack/contracts'
import { asCopyFailure, reachable } from './copy-files.ts'

/** So many files are read at once. */
const together = 32
/** Larger files are read piece by piece, bytes. */
const small = 1 << 20
const separator = Buffer.from('/')

/** What was read of a file, and how the file was then. */
type Read = Map<string, { readonly stamp: string; readonly digest: string }>

/** Hash of what `copyFromTree` would bring: names, kinds, modes and contents. A file that was read before is read again only where it was written to. */
export function createCopyKey({ root }: RepositoryIdentity): (paths: readonly string[]) => Promise<string> {
  const read: Read = new Map()
  return async (paths) => {
    const found: (readonly [path: string, digest: string | null])[] = []
    for (const given of paths) {
      const path = await reachable(root, given)
      found.push([path, await digestOf(Buffer.from(join(root, path)), read).catch(asCopyFailure(path))])
    }
    return hashOf(JSON.stringify(found))
  }
}

/** Null for what is gone meanwhile: the tree is the user's, who may be at work in it. */
async function digestOf(path: Buffer, read: Read): Promise<string | null> {
  try {
    return await digestOfPresent(path, read)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function digestOfPresent(path: Buffer, read: Read): Promise<string> {
  const stats = await lstat(path, { bigint: true })
  if (stats.isSymbolicLink()) return hashOf(`link ${(await readlink(path, 'buffer')).toString('latin1')}`)
  const mode = (stats.mode & 0o777n).toString(8)
  if (stats.isDirectory()) return hashOf(`folder ${mode} ${JSON.stringify(await digestsIn(path, read))}`)
  return stats.isFile() ? hashOf(`file ${mode} ${await contentOf(path, stats, read)}`) : hashOf(`other ${stats.mode}`)
}

/** By name, one character for each byte. Folders one after the other, for as many files at once as there are in a large tree cannot be open. */
async function digestsIn(folder: Buffer, read: Read): Promise<readonly (readonly [name: string, digest: string])[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  const found: (readonly [name: string, digest: string])[] = []
  const add = async (name: Buffer): Promise<void> => {
    const digest = await digestOf(Buffer.concat([folder, separator, name]), read)
    if (digest !== null) found.push([name.toString('latin1'), digest])
  }
  const files = entries.filter((entry) => !entry.isDirectory())
  for (let at = 0; at < files.length; at += together) await Promise.all(files.slice(at, at + together).map(({ name }) => add(name)))
  for (const { name } of entries.filter((entry) => entry.isDirectory())) await add(name)
  return found.toSorted(([left], [right]) => (left < right ? -1 : 1))
}

async function contentOf(path: Buffer, { size, ino, mtimeNs, ctimeNs }: BigIntStats, read: Read): Promise<string> {
  const stamp = [size, ino, mtimeNs, ctimeNs].join(' ')
  const key = path.toString('latin1')
  const known = read.get(key)
  if (known?.stamp === stamp) return known.digest
  const digest = size <= small ? hashOf(await readFile(path)) : await hashOfLarge(path)
  read.set(key, { stamp, digest })
  return digest
}

async function hashOfLarge(path: Buffer): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
