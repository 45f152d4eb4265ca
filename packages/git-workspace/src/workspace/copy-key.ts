import { createHash } from 'node:crypto'
import { createReadStream, type BigIntStats } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RepositoryIdentity } from '@autopack/contracts'
import { refuseLeavingLinks } from './copied-links.ts'
import { reachable } from './copy-files.ts'

/** So many files are read at once. */
const together = 32
/** Larger files are read piece by piece, bytes. */
const small = 1 << 20

/** What was read of a file, and how the file was then. */
type Read = Map<string, { readonly stamp: string; readonly digest: string }>

/** Hash of what `copyFromTree` would bring: names, kinds, modes and contents. A file that was read before is read again only where it was written to. */
export function createCopyKey({ root }: RepositoryIdentity): (paths: readonly string[]) => Promise<string> {
  const read: Read = new Map()
  return async (paths) => {
    const found: (readonly [path: string, digest: string])[] = []
    for (const given of paths) {
      const path = await reachable(root, given)
      await refuseLeavingLinks(root, path)
      found.push([path, await digestOf(join(root, path), read)])
    }
    return hashOf(JSON.stringify(found))
  }
}

async function digestOf(path: string, read: Read): Promise<string> {
  const stats = await lstat(path, { bigint: true })
  if (stats.isSymbolicLink()) return hashOf(`link ${await readlink(path)}`)
  const mode = (stats.mode & 0o777n).toString(8)
  if (stats.isDirectory()) return hashOf(`folder ${mode} ${JSON.stringify(await digestsIn(path, read))}`)
  return stats.isFile() ? hashOf(`file ${mode} ${await contentOf(path, stats, read)}`) : hashOf(`other ${stats.mode}`)
}

/** Folders one after the other, for as many files at once as there are in a large tree cannot be open. */
async function digestsIn(folder: string, read: Read): Promise<readonly (readonly [name: string, digest: string])[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const digests = new Map<string, string>()
  const files = entries.filter((entry) => !entry.isDirectory())
  for (let at = 0; at < files.length; at += together) {
    await Promise.all(files.slice(at, at + together).map(async ({ name }) => digests.set(name, await digestOf(join(folder, name), read))))
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory())) digests.set(name, await digestOf(join(folder, name), read))
  return entries.map(({ name }) => [name, digests.get(name) ?? ''])
}

async function contentOf(path: string, { size, ino, mtimeNs, ctimeNs }: BigIntStats, read: Read): Promise<string> {
  const stamp = [size, ino, mtimeNs, ctimeNs].join(' ')
  const known = read.get(path)
  if (known?.stamp === stamp) return known.digest
  const digest = size <= small ? hashOf(await readFile(path)) : await hashOfLarge(path)
  read.set(path, { stamp, digest })
  return digest
}

async function hashOfLarge(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
