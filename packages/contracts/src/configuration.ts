import * as z from 'zod'
import { approvalsSchema, budgetSchema, ciProfilesSchema, runTypes, safetyProfiles, subkinds, workspaceSchema } from './plan.ts'

const text = z.string().trim().min(1)
const complexity = z.enum(['low', 'medium', 'high'])
const count = z.number().int().positive()
const nameOf = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')

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

/** Any number of limits per provider, model and role, or for all calls together. */
export const quotaSchema = z.strictObject({
  provider: text.optional().describe('Of this provider’s calls only.'),
  model: text.optional().describe('Of this model’s calls only.'),
  role: z.enum(['builder', 'auditor']).optional().describe('Of this role’s calls only.'),
  tokens: count.optional().describe('Exactly one of `tokens`, `usd` and `requests`.'),
  usd: z.number().positive().optional(),
  requests: count.optional(),
  soft: z.number().gt(0).lt(1).default(0.8).describe('Share at which it is told of.'),
  window: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sliding'), minutes: z.number().positive().describe('Rolling: 10080 is seven days.') }),
    z.strictObject({ kind: z.literal('anchored'), minutes: z.number().positive().describe('From the first charge on: 300 is five hours.') }),
    z.strictObject({ kind: z.literal('calendar'), every: z.enum(['day', 'week', 'month']), timeZone: text.default('UTC').describe('Such as Europe/Berlin.') }),
    z
      .strictObject({ kind: z.literal('provider'), name: text.optional().describe('The window of the provider’s that it follows: 5h, 7d, requests or tokens, for instance. Default: every one it tells of.') })
      .describe('Until the time that the provider names; what it says is used counts where that is more.'),
  ]),
})
export type Quota = z.infer<typeof quotaSchema>

/** Categories whose calls are refused rather than served by less, `category` or `category/subkind`. */
export const neverDowngradeDefault = ['security_auth_change', 'schema_contract_change/destructive', 'external_feature_reuse/remote', 'external_code_intake'] as const

export const routingSchema = z.strictObject({
  strategies: z
    .record(nameOf, z.enum(['progressive', 'cheap_first', 'best_first']))
    .optional()
    .describe('Per category: where in its chain it begins. progressive (default): at the front; cheap_first: the chain ordered by price; best_first: at the end.'),
  fallbacks: z.record(nameOf, z.array(text).min(1)).optional().describe('Per category: models that stand in where its chain may not be called.'),
  neverDowngrade: z.array(text).optional().describe('Categories, or category/subkind, that wait rather than be served by less.'),
  strongest: z
    .strictObject({
      models: z.array(text).min(1),
      afterFailed: z.strictObject({ highRisk: z.number().int().nonnegative(), otherwise: z.number().int().nonnegative() }),
      categories: z.array(nameOf).describe('Critical before they are built: served by them from the start.'),
    })
    .optional()
    .describe('Models that are an escalation only: after more failed attempts than this, or for these categories.'),
})
export type Routing = z.infer<typeof routingSchema>

export const providerKinds = ['openai', 'anthropic', 'google', 'google-generative-ai'] as const

/** `config/models.yaml`: providers, models and who serves which role. */
export const modelsFileSchema = z.strictObject({
  version: z.literal(1),
  providers: z.record(
    nameOf,
    z
      .strictObject({
        kind: z.enum(providerKinds).describe('The protocol it speaks. `openai` is that of every compatible server too; `google-generative-ai` goes through Google’s older SDK.'),
        baseUrl: z.url().optional(),
        apiKeyEnv: text.optional().describe('Name of the variable that holds the key, or, with `_FILE` appended, the path of a file that does.'),
        timeoutSeconds: z.number().positive().optional(),
        concurrency: count.optional().describe('Requests that may be on their way at a time, of all processes of this user together; others wait for their turn.'),
      })
      .refine(({ kind, apiKeyEnv }) => kind === 'openai' || apiKeyEnv !== undefined, { path: ['apiKeyEnv'], message: 'is needed: only servers of kind openai may do without a key' }),
  ),
  models: z.record(
    z.string(),
    z.strictObject({
      provider: text,
      name: text.describe('The provider’s own name for it.'),
      family: text.describe('Author and auditor of one phase are of different families where possible.'),
      billing: z.enum(['metered', 'subscription', 'free']),
      maxOutputTokens: count,
      contextWindow: count.optional().describe('Tokens that request and answer may have together; a call that is too long for it, at four bytes a token, is not sent to it.'),
      reasoning: z.boolean().optional().describe('Serves only phases that ask for it by one of their `tags`. Default: false.'),
      estimate: z
        .strictObject({ input: z.number().int().nonnegative(), output: z.number().int().nonnegative() })
        .optional()
        .describe('Tokens that an answer is charged which reports no usage. Default: as if every byte had been one.'),
    }),
  ),
  roles: z.strictObject({
    builder: z.record(complexity, z.array(text).min(1)).optional().describe('Per complexity the chain of models; a failed attempt beyond `escalateAfter` moves one along.'),
    auditor: z.record(complexity, z.array(text).min(1)).optional(),
  }),
  escalateAfter: z.number().int().min(1).describe('Failed attempts on one model before the next in the chain.'),
  limits: z.record(nameOf, quotaSchema.refine((quota) => [quota.tokens, quota.usd, quota.requests].filter((amount) => amount !== undefined).length === 1, { message: 'exactly one of `tokens`, `usd` and `requests` is needed' })).optional(),
  routing: routingSchema.optional(),
})
export type ModelsFile = z.infer<typeof modelsFileSchema>

const priceSchema = z.strictObject({
  input: z.number().nonnegative(),
  cacheRead: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
  reasoning: z.number().nonnegative().optional(),
  version: text.optional().describe('A name of yours for this price, kept with everything that is charged by it. Default: the day of `from`.'),
})

/** `config/pricing.yaml`: US dollars per million tokens, by key of models.yaml. What was charged keeps the price of its day. */
export const pricingFileSchema = z.strictObject({
  version: z.literal(1),
  prices: z.record(
    z.string(),
    priceSchema.extend({
      changes: z
        .array(priceSchema.extend({ from: z.iso.date().describe('The day, in UTC, from which it holds.') }))
        .min(1)
        .optional()
        .describe('Prices that follow, each for calls from its day on.'),
    }),
  ),
})
export type PricingFile = z.infer<typeof pricingFileSchema>

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
