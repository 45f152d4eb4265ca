import * as z from 'zod'
import { text } from './words.ts'

const priceSchema = z.strictObject({
  input: z.number().nonnegative(),
  cacheRead: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
  cacheWriteHour: z.number().nonnegative().optional().describe('Of what is written to be kept for an hour. Default: `cacheWrite`. Where a provider does not tell, the dearer of both.'),
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
