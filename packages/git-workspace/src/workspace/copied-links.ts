import { AutopackError } from '@autopack/contracts'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { posix } from 'node:path'

/** Refuses links that leave the tree at `root` and virtualenvs below `path`, which would lead a checkout back to the user's files. */
export async function refuseLeavingLinks(root: string, path: string): Promise<void> {
  const absolute = posix.join(root, path)
  const found = await lstat(absolute)
  if (found.isSymbolicLink()) return refuseLeavingLink(root, path)
  if (!found.isDirectory()) return
  for (const entry of await readdir(absolute, { withFileTypes: true })) {
    const child = posix.join(path, entry.name)
    if (entry.name === 'pyvenv.cfg') throw virtualenv(path)
    if (entry.isSymbolicLink()) await refuseLeavingLink(root, child)
    else if (entry.isDirectory()) await refuseLeavingLinks(root, child)
  }
}

async function refuseLeavingLink(root: string, path: string): Promise<void> {
  const target = await readlink(posix.join(root, path))
  if (staysInside(path, target)) return
  throw new AutopackError({
    code: 'AUTOPACK_WORKSPACE_LINK',
    message: `${path} is a link to ${target}, outside of the checkout; copy what it points at, or leave it out of workspace.copy`,
    details: { path, target },
  })
}

/** True for a relative target that climbs at most to the root, and climbs only at its beginning: `..` after a name may follow another link. */
export function staysInside(path: string, target: string): boolean {
  if (target.startsWith('/')) return false
  const steps = target.split('/').filter((step) => step !== '' && step !== '.')
  const climbs = steps.findIndex((step) => step !== '..')
  const up = climbs === -1 ? steps.length : climbs
  const depth = path.split('/').filter((step) => step !== '' && step !== '.').length - 1
  return up <= depth && !steps.slice(up).includes('..')
}

function virtualenv(path: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_WORKSPACE_VIRTUALENV',
    message: `${path} is a Python virtualenv, whose scripts hold absolute paths and would import from elsewhere; install into a plain folder instead: pip install --target`,
    details: { path },
  })
}
