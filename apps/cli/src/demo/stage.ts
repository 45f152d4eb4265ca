import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AutopackError } from '@autopack/contracts'
import type { Environment, Shell } from '../shell.ts'
import { bundled } from '../version.ts'

/** Where the demo plays. */
export interface Stage {
  /** The project's repository, in a temporary folder that is kept. */
  readonly root: string
  /** As named from `root`. */
  readonly plan: string
  readonly run: string
  /** For every process of the demo: they write nowhere else, and `AUTOPACK_DEMO` marks them. */
  readonly environment: Environment
}

const project = fileURLToPath(new URL(bundled ? './demo-project/' : './project/', import.meta.url))
const addressInProject = 'http://127.0.0.1:1/v1'

/** Copies the project into a fresh temporary folder, points it at the models and commits it. Throws `AUTOPACK_GIT_MISSING`, `AUTOPACK_GIT_FAILED`. */
export async function setStage({ environment }: Shell, modelsAddress: string): Promise<Stage> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'autopack-demo-'))
  const root = join(folder, 'corner-shop')
  try {
    await cp(project, root, { recursive: true })
    const models = join(root, '.autopack/models.yaml')
    await writeFile(models, (await readFile(models, 'utf8')).replace(addressInProject, modelsAddress))
    for (const args of [['init', '--quiet', '--initial-branch=main', '--template='], ['add', '--all'], ['commit', '--quiet', '--message=A small shop']]) await git(root, args, environment)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  // the models are on this machine, whatever proxy this shell uses
  const ours = { XDG_CACHE_HOME: join(folder, 'cache'), XDG_STATE_HOME: join(folder, 'state'), AUTOPACK_DEMO: folder, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' }
  return { root, plan: '.autopack/plan.yaml', run: 'demo', environment: { ...environment, ...ours } }
}

/** Nothing of the user's git takes part: no settings, hooks, signatures or identity. */
async function git(root: string, args: readonly string[], { PATH }: Environment): Promise<void> {
  const person = { GIT_AUTHOR_NAME: 'Demo', GIT_AUTHOR_EMAIL: 'demo@localhost', GIT_COMMITTER_NAME: 'Demo', GIT_COMMITTER_EMAIL: 'demo@localhost' }
  const env = { ...person, ...(PATH === undefined ? {} : { PATH }), HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
  try {
    await promisify(execFile)('git', ['-C', root, ...args], { env })
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (missing) throw new AutopackError({ code: 'AUTOPACK_GIT_MISSING', message: 'there is no git on the PATH; install git 2.31 or newer (https://git-scm.com/downloads)', cause })
    throw new AutopackError({ code: 'AUTOPACK_GIT_FAILED', message: `git ${args[0]} in ${root}: ${cause instanceof Error ? cause.message : String(cause)}`, cause })
  }
}
