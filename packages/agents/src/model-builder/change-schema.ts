import { fileOperationSchema } from '@autopack/contracts'
import * as z from 'zod'

/** What a model builder answers. */
export const changeSchema = z.strictObject({ summary: z.string().describe('One sentence.'), files: z.array(fileOperationSchema) })
