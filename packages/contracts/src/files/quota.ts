import * as z from 'zod'
import { count, text } from './words.ts'

/** A year: of longer ones nobody waits for the end. */
const minutes = z.number().positive().max(527_040)

/** Any number of limits per provider, model and role, or for all calls together. */
export const quotaSchema = z.strictObject({
  provider: text.optional().describe('Of this provider’s calls only.'),
  model: text.optional().describe('Of this model’s calls only.'),
  role: z.enum(['builder', 'auditor']).optional().describe('Of this role’s calls only.'),
  tokens: count.optional().describe('Exactly one of `tokens`, `usd` and `requests`.'),
  usd: z.number().min(0.000_000_001).optional().describe('Down to a nano-dollar.'),
  requests: count.optional(),
  soft: z.number().gt(0).lt(1).default(0.8).describe('Share at which it is told of.'),
  window: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sliding'), minutes: minutes.describe('Rolling: 10080 is seven days.') }),
    z.strictObject({ kind: z.literal('anchored'), minutes: minutes.describe('From the first charge on: 300 is five hours.') }),
    z.strictObject({ kind: z.literal('calendar'), every: z.enum(['day', 'week', 'month']), timeZone: text.default('UTC').describe('Such as Europe/Berlin.') }),
    z
      .strictObject({ kind: z.literal('provider'), name: text.optional().describe('The window of the provider’s that it follows: 5h, 7d, requests or tokens, for instance. Default: every one it tells of.') })
      .describe('Until the time that the provider names; what it says is used counts where that is more.'),
  ]),
})
export type Quota = z.infer<typeof quotaSchema>
