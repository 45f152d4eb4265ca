import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workspace } from '@autopack/contracts'
import { createGitFixture, type GitFixture } from '@autopack/testkit'
import { createWorkspace, openRepository, type OpenRepository } from '../src/index.ts'

export const env: Readonly<Record<string, string | undefined>> = { PATH: process.env['PATH'] }

/** A repository, a workspace and a folder beside them, all real. */
export interface Trial {
  readonly user: GitFixture
  readonly repository: OpenRepository
  readonly workspace: Workspace
  readonly base: string
  /** A scratch folder. */
  readonly aside: string
  /** A program that leaves a trace when it runs. */
  readonly trap: { readonly path: string; sprung(): boolean }
}

export async function withTrial(files: Readonly<Record<string, string>>, check: (trial: Trial) => Promise<void>): Promise<void> {
  const user = createGitFixture(files)
  const aside = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-aside-')))
  try {
    const repository = await openRepository({ path: user.root, env })
    const workspace = createWorkspace({ repository, directory: join(aside, 'checkouts'), env })
    await check({ user, repository, workspace, base: user.git('rev-parse', 'HEAD'), aside, trap: setTrap(aside) })
  } finally {
    user.remove()
    rmSync(aside, { recursive: true, force: true })
  }
}

function setTrap(folder: string): Trial['trap'] {
  const path = join(folder, 'trap.sh')
  writeFileSync(path, `#!/bin/sh\ntouch "${folder}/sprung"\ncat\n`)
  chmodSync(path, 0o755)
  return { path, sprung: () => existsSync(join(folder, 'sprung')) }
}
