import type { RepositoryFinding, RepositoryReport } from '@autopack/contracts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lines, records } from '../git/git.ts'
import { findForeignContent } from './foreign-content.ts'
import { findReservedRefs } from './reserved-refs.ts'
import type { RepositoryParts } from './repository-parts.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** What a run must know before it starts. Writes nothing, not even the index's cached file times. */
export async function inspectRepository(parts: RepositoryParts): Promise<RepositoryReport> {
  const { scope } = parts
  const head = await headOf(scope)
  if (head.commit === null) return { head: '', branch: head.branch, notices: [], refusals: [noCommit] }
  const [foreign, reserved, partial, shallow] = await Promise.all([
    findForeignContent(parts, head.commit),
    findReservedRefs(scope),
    findPartialClone(scope),
    findShallow(scope),
  ])
  const refusals = [...partial, ...foreign, ...reserved]
  // asking for changes would run the very filters that are refused
  const dirty = foreign.length > 0 ? [] : await findChanges(scope)
  return { head: head.commit, branch: head.branch, notices: [...dirty, ...(head.branch === null ? [detached] : []), ...shallow], refusals }
}

interface Head {
  readonly commit: string | null
  readonly branch: string | null
}

async function headOf(scope: RepositoryScope): Promise<Head> {
  const { exitCode, stdout } = await scope.worktree({ args: ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD'], accept: [0, 128] })
  const [commit = null, ref = ''] = exitCode === 0 ? lines(stdout) : [null, await unbornBranch(scope)]
  return { commit, branch: ref === 'HEAD' || ref === '' ? null : ref.replace(/^refs\/heads\//, '') }
}

async function unbornBranch(scope: RepositoryScope): Promise<string> {
  const { stdout } = await scope.worktree({ args: ['symbolic-ref', '--quiet', 'HEAD'], accept: [0, 1] })
  return stdout.toString('utf8').trim()
}

async function findChanges(scope: RepositoryScope): Promise<readonly RepositoryFinding[]> {
  const { stdout } = await scope.worktree({ args: ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal', '--ignore-submodules=all'] })
  const count = records(stdout).length
  if (count === 0) return []
  const what = count === 1 ? 'one uncommitted change' : `${count} uncommitted changes`
  return [{ name: 'dirty', message: `the working tree has ${what}; the run starts from the last commit, does not see them and leaves them as they are` }]
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
