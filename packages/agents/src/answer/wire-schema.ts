import * as z from 'zod'

/** JSON Schema of a zod schema in the dialect that strict structured output takes: no `$schema`, `anyOf` for unions. */
export function wireSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.oneOf === undefined) return
      jsonSchema.anyOf = jsonSchema.oneOf
      delete jsonSchema.oneOf
    },
  })
  return rest
}
