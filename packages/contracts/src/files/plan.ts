import * as z from 'zod'
import { text } from './words.ts'

const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'lower-case letters, digits and dashes, starting with a letter or digit, at most 48 characters')

/** A program and its arguments; there is no shell. */
const argv = z.tuple([text], z.string())

const relativePath = text.refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
  message: 'a path relative to the repository, without `..`',
})

export const reportFormats = ['tap', 'junit', 'vitest-json', 'jest-json'] as const

export const ciEntrySchema = z.strictObject({
  run: argv.describe('Program and arguments, run without a shell.'),
  cwd: relativePath.optional().describe('Folder to run in, relative to the repository (or to the phase’s root).'),
  env: z.record(z.string(), z.string()).optional().describe('Variables to set.'),
  envFrom: z.array(text).optional().describe('Names of variables to pass on from the environment Autopack runs in.'),
  timeout: z.number().positive().max(3600).optional().describe('Seconds. Default 300.'),
  network: z.boolean().optional().describe('Whether it may reach the network. Default false.'),
  report: z
    .strictObject({
      format: z.enum(reportFormats),
      from: z.union([z.literal('stdout'), relativePath]).optional().describe('`stdout` (default) or the path of a file it writes, relative to the folder it runs in.'),
    })
    .optional()
    .describe('Where the test results are; without it only the exit code counts.'),
})
export type CiEntry = z.infer<typeof ciEntrySchema>

export const ciProfilesSchema = z.strictObject({
  normal: z.array(ciEntrySchema).min(1).optional().describe('Unit and integration tests.'),
  strict: z.array(ciEntrySchema).min(1).optional().describe('Everything in normal, and end-to-end and safety-critical tests.'),
})

const checkout = z
  .literal('scope')
  .optional()
  .describe('`scope`: it works in a checkout of the files alone that the phase’s scope matches, which a large repository makes far sooner. Default: the whole tree.')

export const builderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    run: argv.describe('Program and arguments. `{plan}` is the plan’s folder, readable to the command; where it holds the repository or the home, only what is named below `{plan}/` is.'),
    network: z.boolean().optional().describe('Whether it may reach the network. Default false.'),
    checkout,
  }),
  z.strictObject({ kind: z.literal('model') }),
  z.strictObject({ kind: z.literal('file'), checkout }),
])
export type BuilderSpecification = z.infer<typeof builderSchema>

export const workspaceSchema = z.strictObject({
  copy: z.array(relativePath).optional().describe('Untracked files or folders copied from the user’s tree into each checkout.'),
  setup: z
    .array(z.strictObject({ run: argv, network: z.boolean().optional() }))
    .optional()
    .describe('Commands that prepare a checkout (install dependencies), run once per lockfiles, command and runtime; the result is copied.'),
})

export const budgetSchema = z.strictObject({
  usd: z.number().positive().max(1_000_000).optional().describe('US dollars for the whole run. Default 10.'),
  tokens: z.number().int().positive().optional().describe('Tokens for the whole run. Default 5,000,000.'),
  minutes: z.number().positive().optional().describe('Minutes of work, waiting not counted. Default 120.'),
  phases: z.number().int().positive().optional().describe('Phases a run may hold. Default 25.'),
  minorIssues: z.number().int().nonnegative().optional().describe('Minor issues a run may gather. Default 3 for each phase.'),
})

export const approvalsSchema = z.strictObject({
  expiresAfterMinutes: z
    .number()
    .positive()
    .optional()
    .describe('An undecided approval counts as denied after this. Default: never unattended, 15 when someone watches.'),
})

export const safetyProfiles = ['normal', 'safety_critical'] as const
export const runTypes = ['project_build', 'maintenance', 'self_upgrade'] as const

export const subkinds = ['additive', 'destructive', 'internal', 'remote', 'patch', 'minor', 'major'] as const
export type Subkind = (typeof subkinds)[number]

/** What is worth a reasoning model, which costs and takes more: a phase has to say so. */
export const phaseTags = ['algorithmic_core', 'static_analysis', 'tricky_refactor'] as const
export type PhaseTag = (typeof phaseTags)[number]

/** Content rules that a plan may lift, each for the paths it names. */
export const liftableRules = ['conflict-marker', 'truncation', 'shrinkage', 'growth', 'churn', 'lost-symbol', 'syntax', 'secret', 'hidden-character', 'symlink', 'gitlink', 'executable'] as const
export type LiftableRule = (typeof liftableRules)[number]

/** Globs of the paths each rule is lifted for, relative to the repository. */
export type Allowances = Readonly<Partial<Record<LiftableRule, readonly string[]>>>

export const planPhaseSchema = z.strictObject({
  id: identifier,
  category: text.describe('What kind of change; one of the categories of the strategy.'),
  subkind: z.enum(subkinds).optional().describe('For the categories that tell kinds apart; there it is required.'),
  complexity: z.enum(['low', 'medium', 'high']).optional().describe('How hard it is. Default: the category’s.'),
  tags: z.array(z.enum(phaseTags)).min(1).optional().describe('What makes it worth a reasoning model; without one, models marked `reasoning` are passed over.'),
  risk: z.literal('critical').optional().describe('Served by the strongest models from the start.'),
  goal: text.describe('What is to be true afterwards, in a sentence or more.'),
  scope: z
    .array(text)
    .min(1)
    .meta({ description: 'Globs of the paths it may change, relative to the repository (or root). An omitted scope is an error, never everything.', examples: [['src/**', 'test/**']] }),
  root: relativePath.optional().describe('One package of a monorepo: scope, deliverables and CI folders are relative to it.'),
  deliverables: z.array(relativePath).optional().describe('Files that must exist afterwards. Literal paths.'),
  allow: z
    .partialRecord(z.enum(liftableRules), z.array(text).min(1))
    .optional()
    .meta({ description: 'Rules about content that do not hold for the paths named, because the goal needs it.', examples: [{ growth: ['src/generated/**'], executable: ['bin/run.sh'] }] }),
  dependsOn: z.array(identifier).optional().describe('Phases of the same or an earlier tier that must be complete first.'),
  builder: builderSchema.optional().describe('Who makes the change. Default: the configured model.'),
  ci: z
    .union([z.enum(['normal', 'strict', 'none']), z.array(ciEntrySchema).min(1)])
    .optional()
    .describe('A CI profile, commands of its own, or `none`. Default: the category’s profile.'),
  timeout: z.number().positive().optional().describe('Minutes of work for the whole phase. Default 15.'),
  env: z.record(z.string(), z.string()).optional().describe('Variables for its builder and CI.'),
  auditor: z.enum(['none', 'required']).optional().describe('`required`: a missing auditor blocks. `none`: not audited, where the category allows it.'),
})
export type PlanPhase = z.infer<typeof planPhaseSchema>

export const planSchema = z.strictObject({
  version: z.literal(1),
  project: identifier,
  ci: ciProfilesSchema.optional(),
  budget: budgetSchema.optional(),
  runType: z.enum(runTypes).optional(),
  safetyProfile: z.enum(safetyProfiles).optional(),
  workspace: workspaceSchema.optional(),
  approvals: approvalsSchema.optional(),
  tiers: z.array(z.strictObject({ id: identifier, phases: z.array(planPhaseSchema).min(1) })).min(1),
})
export type Plan = z.infer<typeof planSchema>
