import { AutopackError, type ObjectId } from '@autopack/contracts'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isVolumeFull } from '../git/disk-full.ts'
import { gitFailure } from '../git/git-failure.ts'
import { lines } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** Refs that are Autopack's own; no other is ever moved by `moveRef`. */
export const ownPrefixes = ['refs/heads/autopack/', 'refs/tags/autopack/', 'refs/autopack/'] as const

export interface RefValue {
  readonly ref: string
  readonly commit: ObjectId
}

export async function listRefs(scope: RepositoryScope, prefix: string): Promise<readonly RefValue[]> {
  const found = await refsAt(scope, prefix.slice(0, prefix.lastIndexOf('/')))
  return found.filter(({ ref }) => ref.startsWith(prefix))
}

export async function readRef(scope: RepositoryScope, ref: string): Promise<ObjectId | null> {
  const found = await refsAt(scope, ref)
  return found.find((value) => value.ref === ref)?.commit ?? null
}

/** A ref of this name, or those below it. */
async function refsAt(scope: RepositoryScope, name: string): Promise<readonly RefValue[]> {
  const { stdout } = await scope.objects({ args: ['for-each-ref', '--format=%(refname) %(objectname) %(*objectname)', name] })
  return lines(stdout)
    .map((line) => line.split(' '))
    .map(([ref = '', object = '', peeled = '']) => ({ ref, commit: peeled === '' ? object : peeled }))
}

export async function moveOwnRef(scope: RepositoryScope, ref: string, next: ObjectId | null, expected: ObjectId | null): Promise<boolean> {
  if (!ownPrefixes.some((prefix) => ref.startsWith(prefix))) throw forbiddenRef(ref)
  return compareAndSwap(scope, ref, next, expected)
}

/** `git update-ref` with the old value; a mismatch is found by reading again, not by reading git's words. */
export async function compareAndSwap(scope: RepositoryScope, ref: string, next: ObjectId | null, expected: ObjectId | null): Promise<boolean> {
  if (next === null && expected === null) return (await readRef(scope, ref)) === null
  const nothing = '0'.repeat(scope.location.objectFormat === 'sha256' ? 64 : 40)
  const change = next === null ? ['-d', ref, expected ?? nothing] : [ref, next, expected ?? nothing]
  const args = ['update-ref', '--no-deref', '-m', 'autopack', ...change]
  const { exitCode, stderr } = await scope.objects({ args, env: reflogIdentity, accept: [0, 1, 128] })
  if (exitCode === 0) return true
  if ((await readRef(scope, ref)) !== expected) return false
  throw gitFailure({ argv: args, exitCode, stderr, volumeFull: await isVolumeFull(scope.location.commonDirectory) })
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

function forbiddenRef(ref: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_REF_FORBIDDEN',
    message: `${ref} is not one of Autopack's own refs (${ownPrefixes.join(', ')}); only promote moves a branch of the user's`,
    details: { ref },
  })
}
