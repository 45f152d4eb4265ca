import type { CommitRequest, ObjectId, TreeEdit } from '@autopack/contracts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gitFailure } from '../git/git-failure.ts'
import { lines, records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

export async function readBlob(scope: RepositoryScope, blob: ObjectId): Promise<Uint8Array> {
  return (await scope.objects({ args: ['cat-file', 'blob', blob] })).stdout
}

export async function readBlobs(scope: RepositoryScope, blobs: readonly ObjectId[]): Promise<readonly Uint8Array[]> {
  if (blobs.length === 0) return []
  const args = ['cat-file', '--batch=%(objectsize)']
  const { stdout } = await scope.objects({ args, stdin: `${blobs.join('\n')}\n` })
  let rest = stdout
  return blobs.map((blob) => {
    const end = rest.indexOf('\n')
    const size = Number(rest.subarray(0, end).toString('utf8'))
    if (end === -1 || !Number.isInteger(size)) throw gitFailure({ argv: args, exitCode: 0, stderr: `there is no blob ${blob}` })
    const body = rest.subarray(end + 1, end + 1 + size)
    rest = rest.subarray(end + 1 + size + 1)
    return body
  })
}

/** One process for all bodies: they lie in a folder of their own while git reads them. */
export async function writeBlobs(scope: RepositoryScope, bodies: readonly Uint8Array[]): Promise<readonly ObjectId[]> {
  if (bodies.length === 0) return []
  const folder = await mkdtemp(join(tmpdir(), 'autopack-blobs-'))
  try {
    const files = bodies.map((_, index) => join(folder, `${index}`))
    await Promise.all(bodies.map((body, index) => writeFile(files[index] ?? '', body)))
    return lines((await scope.objects({ args: ['hash-object', '-w', '--no-filters', '--stdin-paths'], stdin: `${files.join('\n')}\n` })).stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function blobSizes(scope: RepositoryScope, blobs: readonly ObjectId[]): Promise<readonly number[]> {
  if (blobs.length === 0) return []
  const { stdout } = await scope.objects({ args: ['cat-file', '--batch-check=%(objectsize)'], stdin: `${blobs.join('\n')}\n` })
  return lines(stdout).map((line) => sizeOf(line))
}

/** A size, or what git says of an object that is not there. */
function sizeOf(line: string): number {
  if (/^\d+$/.test(line)) return Number(line)
  throw gitFailure({ argv: ['cat-file', '--batch-check'], exitCode: 0, stderr: line })
}

/** Files at literal paths; folders and absent paths are null. */
export async function entriesAt(scope: RepositoryScope, tree: ObjectId, paths: readonly string[]): Promise<readonly ({ mode: string; blob: ObjectId } | null)[]> {
  if (paths.length === 0) return []
  const { stdout } = await scope.objects({ args: ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', tree, '--', ...paths] })
  const found = new Map(records(stdout).map(entryOf))
  return paths.map((path) => {
    const entry = found.get(path)
    return entry === undefined || entry.mode === '040000' ? null : entry
  })
}

export async function writeTree(scope: RepositoryScope, base: ObjectId, edits: readonly TreeEdit[]): Promise<ObjectId> {
  const folder = await mkdtemp(join(tmpdir(), 'autopack-index-'))
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') }
    await scope.objects({ args: ['read-tree', base], env })
    await scope.objects({ args: ['update-index', '-z', '--index-info'], env, stdin: indexInfo(scope, edits) })
    return oneLine((await scope.objects({ args: ['write-tree'], env })).stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Deterministic: the bytes of the commit depend on the request alone. */
export async function writeCommit(scope: RepositoryScope, { tree, parents, author, at, message }: CommitRequest): Promise<ObjectId> {
  const person = `${identityText(author.name)} <${identityText(author.email)}> ${Math.floor(at)} +0000`
  const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${person}`, `committer ${person}`]
  const body = `${headers.join('\n')}\n\n${message.replaceAll('\0', '').trimEnd()}\n`
  return oneLine((await scope.objects({ args: ['hash-object', '-t', 'commit', '-w', '--stdin'], stdin: body })).stdout)
}

export function oneLine(output: Buffer): string {
  return output.toString('utf8').trim()
}

/** Deletions come first, so that a file may take the place of a folder and the other way round. */
function indexInfo(scope: RepositoryScope, edits: readonly TreeEdit[]): string {
  const nothing = '0'.repeat(scope.location.objectFormat === 'sha256' ? 64 : 40)
  const deletions = edits.filter(({ after }) => after === null).map(({ path }) => `0 ${nothing}\t${path}\0`)
  const writes = edits.flatMap(({ path, after }) => (after === null ? [] : [`${after.mode} ${after.blob}\t${path}\0`]))
  return [...deletions, ...writes].join('')
}

/** `100644 blob <id>\t<path>` */
function entryOf(record: string): readonly [string, { mode: string; blob: ObjectId }] {
  const tab = record.indexOf('\t')
  const [mode = '', , blob = ''] = record.slice(0, tab).split(' ')
  return [record.slice(tab + 1), { mode, blob }]
}

function identityText(text: string): string {
  return text.replaceAll(/[<>\n\r\0]/g, '').trim() || 'autopack'
}
