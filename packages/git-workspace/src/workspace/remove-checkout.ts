import { rmSync } from 'node:fs'
import { removeFolder } from './remove-folder.ts'
import type { WorkspaceLayout } from './workspace-layout.ts'

/** Removes a checkout, the folder around it and what the engine kept of it. Resolves to null, or to why something is left. Idempotent. */
export async function removeCheckout(layout: WorkspaceLayout, name: string): Promise<string | null> {
  const index = layout.index(name)
  const left = await removeFolder(layout.home(name))
  for (const file of [index, `${index}.lock`, `${index}.capture`, `${index}.capture.lock`, layout.excludes(name)]) rmSync(file, { force: true })
  return left
}
