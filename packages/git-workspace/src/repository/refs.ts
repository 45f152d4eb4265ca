import { AutopackError, type ObjectId } from '@autopack/contracts'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lines } from '../git/git.ts'
import type { ObjectReader } from './object-reader.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** Refs that are Autopack's own; no other is ever moved by `moveRef`. */
export const ownPrefixes = ['refs/heads/autopack/', 'refs/tags/autopack/', 'refs/autopack/'] as const

export interface RefValue {
  readonly ref: string
  readonly commit: ObjectId
}

interface StoredRef extends RefValue {
  /** What it holds: another object than the commit where it is an annotated tag. */
  readonly object: ObjectId
}

export async function listRefs(scope: RepositoryScope, prefix: string): Promise<readonly RefValue[]> {
  const found = await refsAt(scope, prefix.slice(0, prefix.lastIndexOf('/')))
  return found.filter(({ ref }) => ref.startsWith(prefix)).map(({ ref, commit }) => ({ ref, commit }))
}

/** Reads and moves refs. `git cat-file` and a `git update-ref` that stay do most of it. */
export interface RefMover {
  read(ref: string): Promise<ObjectId | null>
  /** With the old value; a mismatch is found by reading again, not by reading git's words. */
  compareAndSwap(ref: string, next: ObjectId | null, expected: ObjectId | null): Promise<boolean>
}

export function createRefMover(scope: RepositoryScope, objects: ObjectReader): RefMover {
  const nothing = '0'.repeat(scope.location.objectFormat === 'sha256' ? 64 : 40)
  const git = scope.standing({ args: ['update-ref', '--no-deref', '-m', 'autopack', '--stdin', '-z'], env: reflogIdentity, always: true, once: true })

  const find = async (ref: string): Promise<StoredRef | null> => {
    // what it does not find is not there; what it finds may be another ref, whose name only ends like this
    if ((await objects.header(ref)) === null) return null
    const found = await refsAt(scope, ref)
    return found.find((value) => value.ref === ref) ?? null
  }
  const read: RefMover['read'] = async (ref) => (await find(ref))?.commit ?? null

  /** Of one that died, nobody knows whether it had moved the ref: if it has not, the move is made once more. */
  const move = async (ref: string, next: ObjectId | null, expected: ObjectId | null, again: boolean): Promise<boolean> => {
    const old = expected ?? nothing
    const change = next === null ? `delete ${ref}\0${old}\0` : `update ${ref}\0${next}\0${old}\0`
    try {
      await git.ask(`start\0${change}commit\0`, async (output) => [await output.line(), await output.line()])
      return true
    } catch (error) {
      const now = (await find(ref))?.object ?? null
      if (now === next && isDeath(error)) return true
      if (now !== expected) return false
      if (again && isDeath(error)) return move(ref, next, expected, false)
      throw error
    }
  }
  const compareAndSwap: RefMover['compareAndSwap'] = async (ref, next, expected) =>
    next === null && expected === null ? (await read(ref)) === null : move(ref, next, expected, true)

  return { read, compareAndSwap }
}

/** Git did not say no: it was killed, or ended before it was asked. */
function isDeath(error: unknown): boolean {
  return AutopackError.isInstance(error) && error.code === 'AUTOPACK_GIT_FAILED' && (error.details['exitCode'] ?? 0) === 0
}

export async function moveOwnRef(refs: RefMover, ref: string, next: ObjectId | null, expected: ObjectId | null): Promise<boolean> {
  const isOwn = ownPrefixes.some((prefix) => ref.startsWith(prefix))
  // a NUL would begin another command
  if (!isOwn || [ref, next, expected].some((word) => word?.includes('\0'))) throw forbiddenRef(ref)
  return refs.compareAndSwap(ref, next, expected)
}

/** A ref of this name, or those below it. */
async function refsAt(scope: RepositoryScope, name: string): Promise<readonly StoredRef[]> {
  const { stdout } = await scope.objects({ args: ['for-each-ref', '--format=%(refname) %(objectname) %(*objectname)', name] })
  return lines(stdout)
    .map((line) => line.split(' '))
    .map(([ref = '', object = '', peeled = '']) => ({ ref, object, commit: peeled === '' ? object : peeled }))
}

/** Removes `*.lock` files of the run's refs; those of other runs, of packed refs and of the user's are not ours to remove. */
export async function clearStaleLocks(scope: RepositoryScope, run: string): Promise<void> {
  for (const prefix of ownPrefixes) {
    const folder = join(scope.location.commonDirectory, prefix)
    const names = await readdir(folder, { recursive: true }).catch(() => [])
    for (const name of names.filter((found) => isLockOf(run, found))) await rm(join(folder, name), { force: true })
  }
}

/** `<run>.lock`, `pre-run-<run>.lock` or anything below `<run>/`. */
function isLockOf(run: string, name: string): boolean {
  if (!name.endsWith('.lock')) return false
  const ref = name.slice(0, -'.lock'.length)
  return ref === run || ref === `pre-run-${run}` || ref.startsWith(`${run}/`)
}

/** Who a reflog says it was; git would ask the host otherwise. */
export const reflogIdentity: Readonly<Record<string, string>> = { GIT_COMMITTER_NAME: 'autopack', GIT_COMMITTER_EMAIL: 'autopack@localhost' }

export function forbiddenTarget(branch: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_REF_FORBIDDEN', message: `${branch} is one of Autopack's own branches; promote into a branch of yours`, details: { branch } })
}

export function noBranchName(branch: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_REF_FORBIDDEN', message: `${JSON.stringify(branch)} cannot name a branch; \`git help check-ref-format\` says what can`, details: { branch } })
}

function forbiddenRef(ref: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_REF_FORBIDDEN',
    message: `${ref} is not one of Autopack's own refs (${ownPrefixes.join(', ')}); only promote moves a branch of the user's`,
    details: { ref },
  })
}
