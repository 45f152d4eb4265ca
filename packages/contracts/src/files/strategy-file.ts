import * as z from 'zod'
import { runTypes, safetyProfiles, subkinds } from './plan.ts'
import { complexity, nameOf } from './words.ts'

/** One row of the category table. */
export const categorySchema = z.strictObject({
  complexity: z
    .union([
      complexity,
      z.partialRecord(z.enum(subkinds), complexity).refine((levels) => Object.keys(levels).length > 0, { message: 'at least one subkind must be named' }),
    ])
    .describe('One level, or a level for each subkind: then a phase of this category must name its subkind.'),
  ciProfile: z.enum(['normal', 'strict']),
  builderAttempts: z.number().int().min(1).max(10),
  auditRounds: z.number().int().min(1).max(10),
  tokens: z.number().int().positive().optional().describe('Default: by complexity.'),
  minorFactor: z.number().nonnegative(),
  autoApply: z.boolean(),
  auditorProfile: nameOf.optional().describe('Named: an auditor is required. Omitted: audited if one is configured.'),
  highRisk: z.boolean().optional(),
})
export type CategorySlice = z.infer<typeof categorySchema>

/** `config/strategy.yaml`: the ruleset strategies are compiled from. */
export const strategyFileSchema = z.strictObject({
  version: z.literal(1),
  run: z.strictObject({
    safetyProfile: z.enum(safetyProfiles),
    runType: z.enum(runTypes),
    usd: z.number().positive().max(1_000_000),
    tokens: z.number().int().positive(),
    phases: z.number().int().positive(),
    minutes: z.number().positive(),
    minorIssuesPerPhase: z.number().nonnegative(),
  }),
  tier: z.strictObject({
    tokenFactor: z.number().positive(),
    ciRunsPerPhase: z.number().positive(),
    minorFactor: z.strictObject({ normal: z.number().positive(), safety_critical: z.number().positive() }),
    majorIssues: z.number().int().nonnegative(),
  }),
  phase: z.strictObject({
    minutes: z.number().positive(),
    warnAt: z.number().gt(0).lt(1),
    tokensByComplexity: z.strictObject({ low: z.number().int().positive(), medium: z.number().int().positive(), high: z.number().int().positive() }),
    roleShare: z
      .strictObject({ builder: z.number().gt(0).lt(1), auditor: z.number().gt(0).lt(1) })
      .refine((share) => Math.abs(share.builder + share.auditor - 1) < 1e-9, { message: 'builder and auditor must add up to 1' }),
  }),
  approvals: z.strictObject({ expiresAfterMinutesWatched: z.number().positive() }),
  categories: z.record(nameOf, categorySchema),
})
export type StrategyFile = z.infer<typeof strategyFileSchema>
