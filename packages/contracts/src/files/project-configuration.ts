import * as z from 'zod'
import { approvalsSchema, budgetSchema, ciProfilesSchema, safetyProfiles, workspaceSchema } from './plan.ts'
import { categorySchema } from './strategy-file.ts'
import { nameOf, text } from './words.ts'

const isolationMinimum = z.number().int().min(1).max(4)

/** Least isolation of commands: 1 limits, 2 Landlock, 3 bubblewrap, 4 with a filter of system calls. */
export const sandboxSchema = z.strictObject({
  minimum: z
    .strictObject({ builder: isolationMinimum.optional(), ci: isolationMinimum.optional(), setup: isolationMinimum.optional() })
    .describe('Isolation level below which a command is denied rather than run. Default: 1.'),
})

/** `.autopack/config.yaml`: what a project decides for all its plans. */
export const projectConfigurationSchema = z.strictObject({
  version: z.literal(1),
  ci: ciProfilesSchema.optional(),
  budget: budgetSchema.optional(),
  safetyProfile: z.enum(safetyProfiles).optional(),
  workspace: workspaceSchema.optional(),
  approvals: approvalsSchema.optional(),
  sandbox: sandboxSchema.optional(),
  categories: z.record(nameOf, categorySchema).optional().describe('Categories of the project’s own, or changed ones.'),
  policy: z
    .strictObject({
      autoApply: z.array(nameOf).optional().describe('Categories whose green phases need no approval.'),
      allowPaths: z.array(text).optional().describe('Globs of paths that need no approval although their class asks.'),
    })
    .optional(),
})
export type ProjectConfiguration = z.infer<typeof projectConfigurationSchema>
