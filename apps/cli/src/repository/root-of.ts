import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Location } from '../drawing/invocation.ts'
import type { Shell } from '../shell.ts'

/** The absolute working tree a location lies in, as git finds it; the folder itself where there is none, for git to say so. */
export function rootOf(shell: Shell, location: Pick<Location, 'repo'>): string {
  const folder = resolve(shell.cwd, location.repo ?? '.')
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, '.git'))) return candidate
    if (dirname(candidate) === candidate) return folder
  }
}
