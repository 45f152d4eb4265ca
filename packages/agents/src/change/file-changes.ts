import * as z from 'zod'

const path = z.string()

export const fileChangeSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('write'), path, content: z.string().describe('The whole file.') }),
  z.strictObject({ action: z.literal('edit'), path, edits: z.array(z.strictObject({ search: z.string().describe('Occurs exactly once.'), replace: z.string() })).min(1) }),
  z.strictObject({ action: z.literal('delete'), path }),
  z.strictObject({ action: z.literal('rename'), path, to: path }),
])

/** One file of a proposed change. */
export type FileChange = z.infer<typeof fileChangeSchema>
export type FileEdit = Extract<FileChange, { action: 'edit' }>['edits'][number]

/** What a model builder answers: the one edit format. */
export const changeSchema = z.strictObject({ summary: z.string().describe('One sentence.'), files: z.array(fileChangeSchema) })
