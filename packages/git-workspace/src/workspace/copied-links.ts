import { AutopackError } from '@autopack/contracts'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { posix } from 'node:path'
import { pathBytes, pathText } from '../repository/tree-entry.ts'

/** Refuses links that leave the tree at `root` and virtualenvs below `path`, which would lead a checkout back to the user's files. */
export async function refuseLeavingLinks(root: string, path: string): Promise<void> {
  const found = await lstat(posix.join(root, path))
  if (found.isSymbolicLink()) return refuseLeavingLink(root, pathBytes(path))
  if (found.isDirectory()) return refuseLinksIn(root, pathBytes(path))
}

/** Paths from here on have one character for each byte: names need not be text. */
async function refuseLinksIn(root: string, folder: string): Promise<void> {
  for (const entry of await readdir(absolute(root, folder), { withFileTypes: true, encoding: 'buffer' })) {
    const child = posix.join(folder, entry.name.toString('latin1'))
    if (entry.name.toString('latin1') === 'pyvenv.cfg') throw virtualenv(pathText(folder))
    if (entry.isSymbolicLink()) await refuseLeavingLink(root, child)
    else if (entry.isDirectory()) await refuseLinksIn(root, child)
  }
}

function absolute(root: string, path: string): Buffer {
  return Buffer.from(posix.join(pathBytes(root), path), 'latin1')
}

async function refuseLeavingLink(root: string, bytes: string): Promise<void> {
  const found = (await readlink(absolute(root, bytes), 'buffer')).toString('latin1')
  if (staysInside(bytes, found)) return
  const [path, target] = [pathText(bytes), pathText(found)]
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
