import * as z from 'zod'
import { runTypes } from './plan.ts'
import { nameOf, text } from './words.ts'

export const verdicts = ['allow', 'ask', 'deny'] as const
export type PathVerdict = (typeof verdicts)[number]

/** Of one phase's change. A limit that is left out does not hold. */
export const limitsSchema = z.strictObject({
  files: z.number().int().positive().describe('Files it touches.'),
  changedBytes: z.number().int().positive().describe('Bytes of all files it writes, together.'),
  shrinkage: z.number().gt(0).lt(1).optional().describe('Share of a file’s lines that may be gone afterwards.'),
  growth: z.number().gt(1).optional().describe('How many times as many lines a file may have afterwards.'),
  churn: z
    .strictObject({ share: z.number().gt(0).lt(1), categories: z.array(nameOf) })
    .optional()
    .describe('Share of a file’s lines that a small fix may replace, and the categories whose phases are small fixes.'),
  lostSymbols: z.number().min(0).lt(1).optional().describe('Share of a file’s top-level declarations that may go without replacement; a small fix may lose none.'),
  measuredFrom: z.number().int().nonnegative().optional().describe('Lines a file must have had for its shrinkage, growth and churn to be measured. Default: any.'),
})
export type ChangeLimits = z.infer<typeof limitsSchema>

/** `config/policy.yaml`: which paths are of which class, and what each run type may do with a class. First matching class wins. */
export const policyFileSchema = z.strictObject({
  version: z.literal(1),
  classes: z.record(nameOf, z.array(text).min(1)),
  runTypes: z.record(z.enum(runTypes), z.record(nameOf, z.enum(verdicts))),
  limits: limitsSchema,
})
export type PolicyFile = z.infer<typeof policyFileSchema>
