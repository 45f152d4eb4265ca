import type { ObjectId, RepositoryFinding } from '@autopack/contracts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { allFiles } from './all-files.ts'
import { readBlob } from './objects.ts'
import type { RepositoryParts } from './repository-parts.ts'

type Parts = Pick<RepositoryParts, 'scope' | 'objects' | 'trees'>

/** What a plain checkout would not bring as its owner knows it: submodules, LFS, custom filters. */
export async function findForeignContent(parts: Parts, commit: ObjectId): Promise<readonly RepositoryFinding[]> {
  const entries = await allFiles(parts, commit)
  const filters = [...new Set((await attributeFiles(parts, entries)).flatMap(filtersIn))].toSorted()
  return [...submodules(entries), ...lfs(filters), ...customFilters(filters.filter((name) => name !== 'lfs'))]
}

/** Names of the filters that attribute lines ask for. */
function filtersIn(attributes: string): readonly string[] {
  return attributes
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => [...line.matchAll(/\sfilter=(\S+)/g)].map(([, name = '']) => name))
}

async function attributeFiles({ scope, objects }: Parts, entries: readonly string[]): Promise<readonly string[]> {
  const blobs = entries.filter((entry) => /(\t|\/)\.gitattributes$/.test(entry)).map((entry) => entry.split(/[ \t]/, 3)[2] ?? '')
  const bodies = await Promise.all([...new Set(blobs)].map((blob) => readBlob(objects, blob)))
  const own = await readFile(join(scope.location.commonDirectory, 'info', 'attributes')).catch(() => Buffer.of())
  return [...bodies, own].map((body) => Buffer.from(body).toString('utf8'))
}

function submodules(entries: readonly string[]): readonly RepositoryFinding[] {
  const paths = entries.filter((entry) => entry.startsWith('160000 ')).map((entry) => entry.slice(entry.indexOf('\t') + 1))
  const declared = entries.some((entry) => entry.endsWith('\t.gitmodules'))
  if (paths.length === 0 && !declared) return []
  const where = paths.length === 0 ? 'declared in .gitmodules' : paths.slice(0, 5).join(', ')
  return [{ name: 'submodules', message: `the repository has submodules (${where}), which are not supported yet; run in the submodule itself, or vendor it` }]
}

function lfs(filters: readonly string[]): readonly RepositoryFinding[] {
  if (!filters.includes('lfs')) return []
  return [{ name: 'lfs', message: '.gitattributes puts files in Git LFS, which is not supported yet; builders and CI would see pointers instead of files' }]
}

function customFilters(filters: readonly string[]): readonly RepositoryFinding[] {
  if (filters.length === 0) return []
  return [{ name: 'filters', message: `.gitattributes asks for custom filters (${filters.join(', ')}), which are programs and are not supported yet; remove them or commit the files as they are` }]
}
