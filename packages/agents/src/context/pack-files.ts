import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundFile } from './find-files.ts'

export interface PackedFiles {
  readonly shown: readonly { readonly path: string; readonly text: string }[]
  /** Too large for what was left of the budget. */
  readonly listed: readonly FoundFile[]
}

/** About 16k tokens. */
const budgetBytes = 64 * 1024

export interface Interest {
  readonly deliverables: readonly string[]
  /** Goal and hints: files they name come next. */
  readonly mentions: string
}

/** Reads the files that matter most into a budget: deliverables, then files that are mentioned, then the rest by path. Deterministic. */
export async function packFiles(checkout: string, files: readonly FoundFile[], interest: Interest): Promise<PackedFiles> {
  const shown: { path: string; text: string }[] = []
  const listed: FoundFile[] = []
  let left = budgetBytes
  for (const file of byInterest(files, interest)) {
    const text = file.bytes <= left ? await readText(join(checkout, file.path)) : null
    if (text !== null) shown.push({ path: file.path, text })
    else if (file.bytes > left) listed.push(file)
    left -= text === null ? 0 : file.bytes
  }
  return { shown, listed }
}

function byInterest(files: readonly FoundFile[], { deliverables, mentions }: Interest): readonly FoundFile[] {
  const rank = ({ path }: FoundFile): number => (deliverables.includes(path) ? 0 : mentions.includes(path) ? 1 : 2)
  return files.toSorted((left, right) => rank(left) - rank(right))
}

/** Null for what is no text. */
async function readText(path: string): Promise<string | null> {
  const bytes = await readFile(path)
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
