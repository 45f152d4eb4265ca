import * as z from 'zod'

const path = z.string()

/** One file of a change that is written down rather than made: the one format for edits, of models and of people. */
export const fileOperationSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('write'), path, content: z.string().describe('The whole file.') }),
  z.strictObject({ action: z.literal('edit'), path, edits: z.array(z.strictObject({ search: z.string().describe('Occurs exactly once.'), replace: z.string() })).min(1) }),
  z.strictObject({ action: z.literal('delete'), path }),
  z.strictObject({ action: z.literal('rename'), path, to: path }),
])
export type FileOperation = z.infer<typeof fileOperationSchema>

/** `search` occurs exactly once in what the edits before it left. */
export type TextEdit = Extract<FileOperation, { action: 'edit' }>['edits'][number]
