import { fileOperationSchema, type FileOperation } from '@autopack/contracts'
import { z } from 'zod'
import { ChangeProblem } from '../change-problem.ts'
import type { ParsedChange } from '../parsed-change.ts'

/** More is no change that anybody reads. */
const most = { files: 10_000, edits: 50_000 }

const editsSchema = z.strictObject({ files: z.array(fileOperationSchema) })

/** Whole files, exact edits, deletes and renames as JSON. Throws a ChangeProblem. */
export function parseEdits(text: string): ParsedChange {
  const given = parseJson(text)
  refuseTooMany(given)
  const read = editsSchema.safeParse(given)
  if (read.success) return { format: 'edits', files: read.data.files.map(wellFormed) }
  const [issue] = read.error.issues
  throw new ChangeProblem(`${issue?.path.join('.') || 'the change'}: ${issue?.message ?? 'is not a list of files'}`)
}

/** Before each is looked at: naming all that is wrong with a million of them takes minutes. */
function refuseTooMany(given: unknown): void {
  if (typeof given !== 'object' || given === null || !('files' in given) || !Array.isArray(given.files)) return
  const files: readonly unknown[] = given.files
  if (files.length > most.files) throw new ChangeProblem(`the change names ${files.length} files, the limit is ${most.files}; split it`)
  const edits = files.reduce<number>((sum, file) => sum + (typeof file === 'object' && file !== null && 'edits' in file && Array.isArray(file.edits) ? file.edits.length : 0), 0)
  if (edits > most.edits) throw new ChangeProblem(`the change has ${edits} edits, the limit is ${most.edits}; write files in full`)
}

/** JSON can spell out half a character, which no file can hold. */
function wellFormed(file: FileOperation): FileOperation {
  if ([file.path, ...textsOf(file)].every((text) => text.isWellFormed())) return file
  throw new ChangeProblem(`${file.path.toWellFormed()}: it holds half a character (a lone surrogate)`)
}

function textsOf(file: FileOperation): readonly string[] {
  switch (file.action) {
    case 'write':
      return [file.content]
    case 'edit':
      return file.edits.flatMap(({ search, replace }) => [search, replace])
    case 'rename':
      return [file.to]
    case 'delete':
      return []
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ChangeProblem(`the change is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
