import { cp, lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AutopackError } from '@autopack/contracts'

/** Copies one path of the user's tree as a workspace may: links that leave and virtualenvs are refused. */
export async function copyFromUser(root: string, path: string, target: string): Promise<void> {
  await refuseBelow(root, path)
  await cp(join(root, path), join(target, path), { recursive: true, verbatimSymlinks: true })
}

/** Throws where a path is not there or may not be copied. */
export async function refuseBelow(root: string, path: string): Promise<void> {
  const found = await lstat(join(root, path)).catch(() => null)
  if (found === null) throw refusal('COPY_MISSING', `${path} is not in the working tree; write it first`)
  if (path.endsWith('/pyvenv.cfg')) throw refusal('VIRTUALENV', `${path} is of a virtualenv; install into a plain folder`)
  if (found.isSymbolicLink() && leaves(path, await readlink(join(root, path)))) throw refusal('LINK', `${path} is a link that leaves the tree; copy what it points at`)
  if (found.isDirectory()) for (const name of await readdir(join(root, path))) await refuseBelow(root, `${path}/${name}`)
}

function leaves(path: string, target: string): boolean {
  const steps = target.split('/')
  const up = steps.findIndex((step) => step !== '..')
  return target.startsWith('/') || up >= path.split('/').length || steps.slice(Math.max(up, 0)).includes('..')
}

function refusal(what: 'COPY_MISSING' | 'VIRTUALENV' | 'LINK', message: string): AutopackError {
  return new AutopackError({ code: `AUTOPACK_WORKSPACE_${what}`, message })
}
