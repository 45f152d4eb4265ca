import type { Checkout, ObjectId } from '@autopack/contracts'
import { copyFile, lstat, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pruneTree } from '../repository/prune-tree.ts'
import type { RepositoryParts } from '../repository/repository-parts.ts'
import type { ByteEdit } from '../repository/tree-edits.ts'
import { isFolder, pathBytes } from '../repository/tree-entry.ts'
import type { CheckoutScope } from './checkout-scope.ts'

/** Chooses what a checkout holds and, unless that is everything, notes it at `file`. */
export async function choosePart(parts: RepositoryParts, commit: ObjectId, globs: readonly string[], file: string): Promise<ObjectId> {
  const [part, whole] = await Promise.all([pruneTree(parts, commit, globs), parts.trees.tree(commit)])
  if (part !== whole.id) await writeFile(file, part)
  return part
}

/** Adds files of the commit to what a checkout holds. */
export async function addToPart(parts: RepositoryParts, scope: CheckoutScope, { path, commit }: Checkout, paths: readonly string[], place: { readonly part: string; readonly index: string }): Promise<void> {
  const part = await readPart(place.part)
  if (part === null) return
  const found = await Promise.all(paths.map((wanted) => missingFile(parts, { part, commit, path }, wanted)))
  const missing = found.filter((edit) => edit !== null)
  if (missing.length === 0) return
  const larger = await parts.treeWriter.edit(part, missing)
  await scope({ args: ['read-tree', '-m', '-u', part, larger] })
  await writeFile(place.part, larger)
  await copyFile(place.index, join(path, '.git', 'index'))
}

/** Null for what is there, whoever has put it there, and for what the commit does not have. */
async function missingFile({ trees }: RepositoryParts, { part, commit, path }: Checkout & { readonly part: ObjectId }, wanted: string): Promise<ByteEdit | null> {
  const [here, there] = await Promise.all([trees.entryAt(part, wanted), trees.entryAt(commit, wanted)])
  if (here !== null || there === null || isFolder(there)) return null
  return (await isFree(join(path, wanted))) ? { path: pathBytes(wanted), after: there } : null
}

/** Whether nothing stands at a path, or on the way to it. */
async function isFree(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => isAbsent(error),
  )
}

async function readPart(file: string): Promise<ObjectId | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return null
    throw error
  })
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
