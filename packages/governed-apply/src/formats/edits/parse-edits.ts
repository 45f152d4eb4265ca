import { z } from 'zod'
import { ChangeProblem } from '../change-problem.ts'
import type { ParsedChange } from '../parsed-change.ts'

const path = z.string()

const editsSchema = z.strictObject({
  files: z.array(
    z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('write'), path, content: z.string() }),
      z.strictObject({ action: z.literal('edit'), path, edits: z.array(z.strictObject({ search: z.string().min(1), replace: z.string() })).min(1) }),
      z.strictObject({ action: z.literal('delete'), path }),
      z.strictObject({ action: z.literal('rename'), path, to: path }),
    ]),
  ),
})

/** Whole files, exact edits, deletes and renames as JSON. Throws a ChangeProblem. */
export function parseEdits(text: string): ParsedChange {
  const read = editsSchema.safeParse(parseJson(text))
  if (read.success) return { format: 'edits', files: read.data.files }
  const [issue] = read.error.issues
  throw new ChangeProblem(`${issue?.path.join('.') || 'the change'}: ${issue?.message ?? 'is not a list of files'}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ChangeProblem(`the change is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
