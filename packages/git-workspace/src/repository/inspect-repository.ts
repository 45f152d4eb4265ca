import type { RepositoryFinding, RepositoryReport } from '@autopack/contracts'
import { readdir, readFile } from 'node:fs/promises'
import { join, posix, relative } from 'node:path'
import { records } from '../git/git.ts'
import { findForeignContent } from './foreign-content.ts'
import { findReservedRefs } from './reserved-refs.ts'
import type { RepositoryParts } from './repository-parts.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** What a run must know before it starts. Writes nothing, not even the index's cached file times. */
export async function inspectRepository(parts: RepositoryParts): Promise<RepositoryReport> {
  const { scope, objects } = parts
  const head = await objects.header(`${headName(scope)}^{commit}`)
  if (head === null) return { head: '', branch: await branchOf(scope), notices: [], refusals: [noCommit] }
  const [foreign, reserved, partial, shallow] = await Promise.all([findForeignContent(parts, head.id), findReservedRefs(scope), findPartialClone(scope), findShallow(scope)])
  const refusals = [...partial, ...foreign, ...reserved]
  // asking for changes would run the very filters that are refused
  const { branch, changes } = foreign.length > 0 ? { branch: await branchOf(scope), changes: 0 } : await statusOf(scope)
  return { head: head.id, branch, notices: [...dirty(changes), ...(branch === null ? [detached] : []), ...shallow], refusals }
}

/** The working tree's own HEAD, as the common git directory knows it. */
function headName({ location: { gitDirectory, commonDirectory } }: RepositoryScope): string {
  return posix.join(relative(commonDirectory, gitDirectory), 'HEAD')
}

/** Also of a HEAD without a commit; null when detached. */
async function branchOf(scope: RepositoryScope): Promise<string | null> {
  const { stdout } = await scope.worktree({ args: ['symbolic-ref', '--quiet', 'HEAD'], accept: [0, 1] })
  return stdout.toString('utf8').trim().replace(/^refs\/heads\//, '') || null
}

interface Status {
  readonly branch: string | null
  readonly changes: number
}

async function statusOf(scope: RepositoryScope): Promise<Status> {
  const { stdout } = await scope.worktree({ args: ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '-z', '--no-renames', '--untracked-files=normal', '--ignore-submodules=all'] })
  const said = records(stdout)
  const branch = said.find((line) => line.startsWith(branchHeader))?.slice(branchHeader.length)
  return { branch: branch === undefined || branch === '(detached)' ? null : branch, changes: said.filter((line) => !line.startsWith('# ')).length }
}

const branchHeader = '# branch.head '

function dirty(count: number): readonly RepositoryFinding[] {
  if (count === 0) return []
  const what = count === 1 ? 'one uncommitted change' : `${count} uncommitted changes`
  const [them, they] = count === 1 ? ['it', 'it is'] : ['them', 'they are']
  return [{ name: 'dirty', message: `the working tree has ${what}; the run starts from the last commit, does not see ${them} and leaves ${them} as ${they}` }]
}

async function findShallow(scope: RepositoryScope): Promise<readonly RepositoryFinding[]> {
  const shallow = await readFile(join(scope.location.commonDirectory, 'shallow')).catch(() => null)
  return shallow === null || shallow.length === 0 ? [] : [{ name: 'shallow', message: 'the clone is shallow; builders see no older history (git fetch --unshallow brings it)' }]
}

/** What such a clone has fetched lies in packs that say so. */
async function findPartialClone(scope: RepositoryScope): Promise<readonly RepositoryFinding[]> {
  const packs = await readdir(join(scope.location.commonDirectory, 'objects', 'pack')).catch(() => [])
  if (!packs.some((name) => name.endsWith('.promisor'))) return []
  return [{ name: 'partial-clone', message: 'the clone is partial: files it has not fetched would be missing from checkouts; run git fetch --refetch without a filter, or clone it whole' }]
}

const noCommit: RepositoryFinding = { name: 'empty', message: 'HEAD has no commit yet; make one: git add -A && git commit -m "first"' }
const detached: RepositoryFinding = { name: 'detached', message: 'HEAD is detached; promote will need the name of a branch' }
