import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ObjectId, type Workspace } from '@autopack/contracts'
import { copyFromUser, refuseBelow } from './memory-copy.ts'
import { ignoreRule } from './memory-ignore.ts'
import type { MemoryEntry } from './memory-objects.ts'
import type { MemoryRepository } from './memory-repository.ts'

/** A `Workspace` over a `MemoryRepository`: real folders below `directory`, no git. `copy` paths come from the repository's root. */
export function createMemoryWorkspace(options: { readonly repository: MemoryRepository; readonly directory: string }): Workspace {
  const { repository, directory } = options
  const { objects } = repository
  const home = (name: string): string => join(directory, 'checkouts', name)
  const prepared = (key: string): string => join(directory, 'prepared', key)
  /** What was there right after `create`, by checkout: copied files are no part of a change. */
  const copied = new Map<string, ReadonlySet<string>>()

  return {
    contract: 1,
    create: async (name, commit, { copy, prepared: key }) => {
      const path = join(home(name), 'checkout')
      await rm(home(name), { recursive: true, force: true })
      await mkdir(path, { recursive: true })
      const entries = objects.entriesOf(commit)
      if (key !== undefined) await cp(prepared(key), path, { recursive: true, verbatimSymlinks: true })
      for (const source of copy) await copyFromUser(repository.identity.root, source, path)
      for (const [file, entry] of entries) await writeEntry(join(path, file), entry, (blob) => objects.blob(blob))
      const present = await entriesOf(path)
      copied.set(path, new Set([...present.keys()].filter((file) => !entries.has(file))))
      return { path, commit }
    },
    // everything is there
    capture: async ({ path, commit }) => {
      const tracked = objects.entriesOf(commit)
      const found = await entriesOf(path)
      const gitignore = found.get('.gitignore')?.body.toString('utf8') ?? ''
      const kept = [...found].filter(([file]) => tracked.has(file) || !(copied.get(path)?.has(file) === true || ignoreRule(gitignore, file) !== null))
      return objects.putTree(new Map(kept.map(([file, { mode, body }]) => [file, { mode, blob: objects.putBlob(body) }])))
    },
    checkCopy: async (paths) => {
      for (const path of paths) await refuseBelow(repository.identity.root, path)
    },
    copyKey: async (paths) => hashOf(JSON.stringify(await Promise.all(paths.map((path) => contentOf(repository.identity.root, path))))),
    setupKey: async (commit, commands) => {
      const lockfiles = [...objects.entriesOf(commit)].filter(([file]) => /lock|package\.json$/.test(file))
      return hashOf(JSON.stringify([lockfiles, commands]))
    },
    keepPrepared: async (key, checkout) => {
      if (await exists(prepared(key))) return
      const tracked = objects.entriesOf(checkout.commit)
      const added = [...(await entriesOf(checkout.path)).keys()].filter((file) => !tracked.has(file))
      const unfinished = `${prepared(key)}.unfinished`
      await rm(unfinished, { recursive: true, force: true })
      await mkdir(unfinished, { recursive: true })
      for (const file of added) await cp(join(checkout.path, file), join(unfinished, file), { verbatimSymlinks: true })
      await rename(unfinished, prepared(key))
    },
    hasPrepared: async (key) => exists(prepared(key)),
    remove: async (name) => {
      copied.delete(join(home(name), 'checkout'))
      await rm(home(name), { recursive: true, force: true })
    },
    list: async () => ((await exists(join(directory, 'checkouts'))) ? (await readdir(join(directory, 'checkouts'))).toSorted() : []),
  }
}

async function writeEntry(path: string, entry: MemoryEntry, read: (blob: ObjectId) => Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (entry.mode === '120000') return symlink(Buffer.from(read(entry.blob)).toString('utf8'), path)
  if (entry.mode === '160000') return void (await mkdir(path, { recursive: true }))
  await writeFile(path, read(entry.blob))
  await chmod(path, entry.mode === '100755' ? 0o755 : 0o644)
}

interface FoundFile {
  readonly mode: string
  readonly body: Buffer
}

async function entriesOf(root: string, prefix = ''): Promise<ReadonlyMap<string, FoundFile>> {
  const found = new Map<string, FoundFile>()
  for (const entry of await readdir(join(root, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (path === '.git') continue
    if (entry.isSymbolicLink()) found.set(path, { mode: '120000', body: Buffer.from(await readlink(join(root, path))) })
    else if (entry.isDirectory()) await addFolder(root, path, found)
    else if (entry.isFile()) found.set(path, await readEntry(join(root, path)))
  }
  return found
}

async function addFolder(root: string, path: string, found: Map<string, FoundFile>): Promise<void> {
  if (await exists(join(root, path, '.git'))) found.set(path, { mode: '160000', body: Buffer.from('a repository inside') })
  else for (const [file, entry] of await entriesOf(root, path)) found.set(file, entry)
}

async function readEntry(path: string): Promise<FoundFile> {
  const { mode } = await stat(path)
  return { mode: (mode & 0o100) === 0 ? '100644' : '100755', body: await readFile(path) }
}

async function contentOf(root: string, path: string): Promise<readonly string[]> {
  await refuseBelow(root, path)
  const folder = (await stat(join(root, path))).isDirectory()
  const files = folder ? await entriesOf(root, path) : new Map([[path, await readEntry(join(root, path))]])
  return [...files].map(([file, { mode, body }]) => `${file} ${mode} ${hashOf(body)}`).toSorted()
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
