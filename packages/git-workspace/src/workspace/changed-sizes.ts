import type { CaptureLimits } from '@autopack/contracts'
import { lstatSync } from 'node:fs'
import type { CheckoutScope } from './checkout-scope.ts'
import type { Obstacle } from './untrackable.ts'

/** More cannot be taken, whatever anybody allows: git holds a file in memory. */
const mostBytes = 1 << 30
const mostFiles = 200_000

interface Sized {
  readonly path: string
  readonly bytes: number
}

/** Paths that git would add or read again, one character for each byte. Where git cannot say it, adding them will. */
export interface ChangedPaths {
  readonly tracked: readonly string[]
  readonly untracked: readonly string[]
  /** Whether git could say it. */
  readonly isWhole: boolean
}

export async function changedPaths(scope: CheckoutScope, timeoutMs: number): Promise<ChangedPaths> {
  const list = async (...args: readonly string[]): Promise<readonly string[] | null> => {
    const { exitCode, stdout } = await scope({ args: [...args, '-z'], accept: [0, 1, 128], timeoutMs })
    return exitCode === 0 ? stdout.toString('latin1').split('\0').slice(0, -1) : null
  }
  const [untracked, tracked] = await Promise.all([list('ls-files', '--others', '--exclude-standard'), list('diff-files', '--name-only', '--ignore-submodules=all')])
  return { tracked: tracked ?? [], untracked: untracked ?? [], isWhole: tracked !== null && untracked !== null }
}

/** More files or bytes than may be taken, before git reads the first of them. Null: no. */
export function findTooMuch({ tracked, untracked }: ChangedPaths, checkout: string, limits: CaptureLimits | undefined): Obstacle | null {
  const [files, bytes] = [Math.min(limits?.files ?? mostFiles, mostFiles), Math.min(limits?.bytes ?? mostBytes, mostBytes)]
  const changed = [...tracked, ...untracked]
  if (changed.length > files) return { paths: changed.slice(files), message: `${changed.length} changed files; at most ${files} are taken: split the phase` }
  const sized = changed.map((path): Sized => ({ path, bytes: sizeOf(checkout, path) })).toSorted((left, right) => right.bytes - left.bytes)
  const total = sized.reduce((sum, file) => sum + file.bytes, 0)
  if (total <= bytes) return null
  const message = `${total} bytes of changed files; at most ${bytes} are taken: make them smaller, or have .gitignore name what is no part of the change`
  return { paths: tooLarge(sized, total - bytes), message }
}

/** The largest, until the rest fits. */
function tooLarge(sized: readonly Sized[], excess: number): readonly string[] {
  let left = excess
  return sized.flatMap(({ path, bytes }) => {
    if (left <= 0) return []
    left -= bytes
    return [path]
  })
}

function sizeOf(checkout: string, path: string): number {
  try {
    const found = lstatSync(Buffer.concat([Buffer.from(`${checkout}/`), Buffer.from(path, 'latin1')]))
    return found.isFile() ? found.size : 0
  } catch {
    return 0
  }
}
