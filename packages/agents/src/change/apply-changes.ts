import { constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileChange } from './file-changes.ts'
import { pathsOf, planChange, type Operation } from './plan-changes.ts'

export type AppliedChange =
  | { readonly kind: 'applied' }
  /** Nothing was written. One line for each thing to correct. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** Applies a proposal to a checkout, all of it or nothing. Never leaves the checkout, never writes through a link. */
export async function applyChanges(checkout: string, changes: readonly FileChange[]): Promise<AppliedChange> {
  const planned = await Promise.all(changes.map((change) => planChange(checkout, change)))
  const problems = [...overlaps(changes), ...planned.flatMap((plan) => ('problem' in plan ? [plan.problem] : []))]
  if (problems.length > 0) return { kind: 'invalid', problems }
  const operations = planned.flatMap((plan) => ('operation' in plan ? [plan.operation] : []))
  for (const kind of ['remove', 'rename', 'write'] as const) {
    for (const operation of operations) if (operation.kind === kind) await carryOut(checkout, operation)
  }
  return { kind: 'applied' }
}

/** A path named twice, or a file that is also the folder of another. */
function overlaps(changes: readonly FileChange[]): string[] {
  const paths = changes.flatMap(pathsOf)
  const twice = new Set(paths.filter((path, index) => paths.indexOf(path) !== index))
  const nested = paths.filter((path) => paths.some((other) => other.startsWith(`${path}/`)))
  return [...[...twice].map((path) => `${path} is changed twice; name each path once`), ...nested.map((path) => `${path} is changed as a file and used as a folder`)]
}

async function carryOut(checkout: string, operation: Operation): Promise<void> {
  const path = join(checkout, operation.path)
  if (operation.kind === 'remove') return rm(path)
  if (operation.kind === 'rename') {
    await mkdir(dirname(join(checkout, operation.to)), { recursive: true })
    return rename(path, join(checkout, operation.to))
  }
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, 0o644)
  try {
    await file.writeFile(operation.content)
  } finally {
    await file.close()
  }
}
