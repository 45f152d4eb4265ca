import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SourceText } from '@autopack/core'
import type { Shell } from '../shell.ts'
import { usageError } from '../usage-error.ts'

/** A plan's text under the name it was typed as. */
export async function readPlan(shell: Shell, file: string): Promise<SourceText> {
  try {
    return { file, text: await readFile(resolve(shell.cwd, file), 'utf8') }
  } catch {
    throw usageError(`The plan ${file} cannot be read. Name a file that exists; \`autopack init\` writes an example.`)
  }
}
