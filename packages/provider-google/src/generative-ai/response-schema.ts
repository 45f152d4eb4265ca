import { field } from '@autopack/provider-wire'
import type { Schema } from '@google/generative-ai'

type JsonSchema = Readonly<Record<string, unknown>>

/** A JSON Schema as the older SDK's `responseSchema`; null where it has no words for it (unions, references, free-form objects). */
export function responseSchema(schema: unknown): Schema | null {
  if (typeof schema !== 'object' || schema === null) return null
  const given: JsonSchema = { ...schema }
  const { description, nullable } = { description: field(given, 'description'), nullable: field(given, 'nullable') }
  const shape = shapeOf(given)
  if (shape === null) return null
  return { ...shape, ...(typeof description === 'string' ? { description } : {}), ...(nullable === true ? { nullable } : {}) } as Schema
}

function shapeOf(schema: JsonSchema): object | null {
  const { type } = schema
  if (type === 'object') return objectOf(schema)
  if (type === 'array') {
    const items = responseSchema(schema['items'])
    return items === null ? null : { type, items }
  }
  if (type === 'string' && Array.isArray(schema['enum'])) return { type, format: 'enum', enum: schema['enum'] }
  if (type === 'string' && typeof schema['const'] === 'string') return { type, format: 'enum', enum: [schema['const']] }
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean' ? { type } : null
}

function objectOf(schema: JsonSchema): object | null {
  const { properties, required } = schema
  if (typeof properties !== 'object' || properties === null) return null
  const members = Object.entries(properties).map(([name, member]) => [name, responseSchema(member)] as const)
  if (members.length === 0 || members.some(([, member]) => member === null)) return null
  return { type: 'object', properties: Object.fromEntries(members), ...(Array.isArray(required) ? { required } : {}) }
}
