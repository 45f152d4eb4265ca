import type { Theme } from './theme.ts'
import { approvals } from './themes/approvals.ts'
import { builders } from './themes/builders.ts'
import { categories } from './themes/categories.ts'
import { ciEntries } from './themes/ci-entries.ts'
import { content } from './themes/content.ts'
import { decisions } from './themes/decisions.ts'
import { execution } from './themes/execution.ts'
import { exitCodes } from './themes/exit-codes.ts'
import { files } from './themes/files.ts'
import { housekeeping } from './themes/housekeeping.ts'
import { locations } from './themes/locations.ts'
import { looking } from './themes/looking.ts'
import { models } from './themes/models.ts'
import { phaseCaps } from './themes/phase-caps.ts'
import { phases } from './themes/phases.ts'
import { policy } from './themes/policy.ts'
import { prices } from './themes/prices.ts'
import { quotaCommands } from './themes/quota-commands.ts'
import { quotas } from './themes/quotas.ts'
import { routing } from './themes/routing.ts'
import { runCaps } from './themes/run-caps.ts'
import { states } from './themes/states.ts'
import { tierCaps } from './themes/tier-caps.ts'
import { workspace } from './themes/workspace.ts'

/** All themes; those of one part are played by the test file of its name. */
export const parts = {
  caps: [runCaps, tierCaps, phaseCaps],
  plans: [phases, categories, builders, ciEntries, workspace],
  governance: [states, approvals, policy, content],
  'command-line': [exitCodes, execution, decisions, locations, looking, quotaCommands, housekeeping],
  configuration: [models, routing, quotas, prices, files],
} as const satisfies Readonly<Record<string, readonly Theme[]>>
