import * as z from 'zod'
import type { Path } from './path.ts'
import { valueAt } from './path.ts'

/** The schema that governs the value at a path, null where none does; of a union, the member that fits what was written. */
export function schemaAt(root: z.ZodType, path: Path, input: unknown): z.ZodType | null {
  let schema: z.ZodType | null = member(root, input)
  for (const [index, segment] of path.entries()) {
    const inner: z.ZodType | null = schema === null ? null : child(schema, segment)
    schema = inner === null ? null : member(inner, valueAt(input, path.slice(0, index + 1)))
  }
  return schema
}

/** The keys an object schema allows. */
export function allowedKeys(schema: z.ZodType | null): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

function child(schema: z.ZodType, segment: string | number): z.ZodType | null {
  if (schema instanceof z.ZodObject) return typeSchema(schema.shape[segment])
  if (schema instanceof z.ZodArray) return typeSchema(schema.element)
  if (schema instanceof z.ZodRecord) return typeSchema(schema.valueType)
  return null
}

function member(schema: z.ZodType, input: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) {
    const inner = typeSchema(schema.unwrap())
    return inner === null || schema.description !== undefined ? withDescription(inner, schema, input) : member(inner, input)
  }
  if (schema instanceof z.ZodUnion) return schema.options.map(typeSchema).find((option) => option !== null && fits(option, input)) ?? schema
  return schema
}

/** A description given to `x.optional()` stays with what is inside. */
function withDescription(inner: z.ZodType | null, outer: z.ZodOptional, input: unknown): z.ZodType {
  if (inner === null) return outer
  const found = member(inner, input)
  return found.description === undefined && outer.description !== undefined ? found.describe(outer.description) : found
}

function fits(option: z.ZodType, input: unknown): boolean {
  if (option instanceof z.ZodArray) return Array.isArray(input)
  if (!(option instanceof z.ZodObject)) return false
  return Object.entries(option.shape).every(([key, value]) => {
    const written = valueAt(input, [key])
    return !(value instanceof z.ZodLiteral) || [...value.values].some((literal) => literal === written)
  })
}

function typeSchema(value: unknown): z.ZodType | null {
  return value instanceof z.ZodType ? value : null
}
