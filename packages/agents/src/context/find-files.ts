import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import { isLeftOutFolder, mayHoldSecrets } from './left-out.ts'

/** Files looked at; a scope over more than this is packed from its first ones. */
const mostFiles = 20_000

export interface FoundFile {
  /** Repository-relative POSIX path. */
  readonly path: string
  readonly bytes: number
}

/** The regular files a scope matches, sorted; links are not followed, dependencies, build output and likely secrets are left out. */
export async function findFiles(checkout: string, scope: readonly string[]): Promise<readonly FoundFile[]> {
  const matches = picomatch([...scope], { dot: true })
  const root = await realpath(checkout)
  const found = new Map<string, FoundFile>()
  for (const base of bases(scope)) {
    for await (const path of walk(root, base)) {
      if (found.size >= mostFiles) break
      if (matches(path)) found.set(path, { path, bytes: (await lstat(join(root, path))).size })
    }
  }
  return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1))
}

/** The folders or files the globs start from; none outside the checkout. */
function bases(scope: readonly string[]): readonly string[] {
  const starts = scope.map((glob) => (glob.startsWith('!') ? '' : picomatch.scan(glob).base))
  return [...new Set(starts)].filter((base) => base === '' || base.split('/').every(isPlainName))
}

function isPlainName(name: string): boolean {
  return !['', '.', '..', '.git'].includes(name.toLowerCase())
}

async function* walk(root: string, base: string): AsyncGenerator<string> {
  const kind = await kindOf(root, base)
  if (kind === 'file') yield base
  if (kind !== 'folder') return
  const entries = await readdir(join(root, base), { withFileTypes: true })
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = base === '' ? entry.name : `${base}/${entry.name}`
    if (entry.isDirectory() && !isLeftOutFolder(entry.name)) yield* walk(root, path)
    if (entry.isFile() && !mayHoldSecrets(entry.name)) yield path
  }
}

/** `other` for a link, a path through a link, and what does not exist. */
async function kindOf(root: string, path: string): Promise<'file' | 'folder' | 'other'> {
  const absolute = join(root, path)
  const real = await realpath(absolute).catch(() => null)
  if (real !== absolute.replace(/\/$/, '')) return 'other'
  const stats = await lstat(real)
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() && !mayHoldSecrets(path.split('/').at(-1) ?? '') ? 'file' : 'other'
}
