import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SourceText } from '@autopack/core'
import type { Shell } from '../shell.ts'
import { usageError } from '../usage-error.ts'

/** A plan's text under the name it was typed as. */
export async function readPlan(shell: Shell, file: string): Promise<SourceText> {
  const path = resolve(shell.cwd, file)
  try {
    return { file, text: await readFile(path, 'utf8') }
  } catch {
    throw usageError(`The plan ${file} cannot be read: ${path} was looked for. Name a file that exists; \`autopack init\` writes an example.`)
  }
}
