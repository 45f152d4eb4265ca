import * as z from 'zod'
import { nameOf, text } from './words.ts'

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
