import { findBranchUse, type BranchUse } from './branch-use.ts'
import { listRefs, type RefMover } from './refs.ts'
import type { RepositoryScope } from './repository-scope.ts'

const branches = 'refs/heads/'
const tags = 'refs/tags/'

/** Why one of Autopack's own refs cannot or must not be moved now; null when nothing is in the way. */
export async function obstacleTo(scope: RepositoryScope, refs: RefMover, ref: string): Promise<string | null> {
  const [other, use] = await Promise.all([refInTheWay(scope, refs, ref), ref.startsWith(branches) ? findBranchUse(scope, ref) : null])
  if (other !== null) return inTheWay(other, ref)
  return use === null ? null : inUse(ref.slice(branches.length), use)
}

/** Git keeps refs as files: none can be where another needs a folder. */
async function refInTheWay(scope: RepositoryScope, refs: RefMover, ref: string): Promise<string | null> {
  const steps = ref.split('/')
  const above = steps.slice(3).map((_, index) => steps.slice(0, index + 3).join('/'))
  const found = await Promise.all(above.map(async (name) => ((await refs.read(name)) === null ? [] : [name])))
  return found.flat()[0] ?? (await listRefs(scope, `${ref}/`))[0]?.ref ?? null
}

function inTheWay(other: string, ref: string): string {
  return `the ${wordsOf(other).join(' ')} leaves no room for the ${wordsOf(ref).join(' ')}; rename it: ${renamed(other)}`
}

function wordsOf(ref: string): readonly [kind: 'branch' | 'tag' | 'ref', name: string] {
  if (ref.startsWith(branches)) return ['branch', ref.slice(branches.length)]
  return ref.startsWith(tags) ? ['tag', ref.slice(tags.length)] : ['ref', ref]
}

/** A name of its own for each, without a folder that could be in the way again. */
function renamed(ref: string): string {
  const [kind, name] = wordsOf(ref)
  const [from, to] = [quoted(name), quoted(`${name.replace(/^refs\//, '').replaceAll('/', '-')}-mine`)]
  switch (kind) {
    case 'branch':
      return `git branch -m ${from} ${to}`
    case 'tag':
      return `git tag ${to} ${from} && git tag -d ${from}`
    case 'ref':
      return `git update-ref refs/${to} ${from} && git update-ref -d ${from}`
  }
}

/** Why a branch of Autopack's own stays where it is, and how to let go of it. */
export function inUse(branch: string, { worktree, doing }: BranchUse): string {
  const git = `git -C ${quoted(worktree)}`
  switch (doing) {
    case 'checkout':
      return `${branch} is checked out in ${worktree}; Autopack moves its branches, so switch to one of yours first: ${git} switch -`
    case 'rebase':
      return `${branch} is being rebased in ${worktree}; Autopack moves its branches, so end that first: ${git} rebase --abort`
    case 'bisect':
      return `${branch} is being bisected in ${worktree}; Autopack moves its branches, so end that first: ${git} bisect reset`
  }
}

/** A path as a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
