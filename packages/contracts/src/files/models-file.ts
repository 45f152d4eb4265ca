import * as z from 'zod'
import { quotaSchema } from './quota.ts'
import { routingSchema } from './routing.ts'
import { complexity, count, nameOf, text } from './words.ts'

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
