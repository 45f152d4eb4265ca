import { rmSync } from 'node:fs'
import { removeFolder } from './whole-folder.ts'
import type { WorkspaceLayout } from './workspace-layout.ts'

/** Removes a checkout, the folder around it and what the engine kept of it. Idempotent. */
export async function removeCheckout(layout: WorkspaceLayout, name: string): Promise<void> {
  const index = layout.index(name)
  await removeFolder(layout.home(name))
  for (const file of [index, `${index}.lock`, `${index}.capture`, `${index}.capture.lock`, layout.excludes(name)]) rmSync(file, { force: true })
}
