import { field } from './wires/wire.ts'

const refused = ['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'patternProperties', 'propertyNames', 'default'] as const
/** OpenAI's own bounds. */
const most = { properties: 5000, levels: 10, choices: 1000 }

/** What strict structured outputs do not take of a JSON Schema, by OpenAI's published rules. */
export function schemaProblems(schema: unknown): readonly string[] {
  const nodes = [...walk(schema, 'the schema', 0)]
  const properties = nodes.reduce((sum, { node }) => sum + keysOf(field(node, 'properties')).length, 0)
  const choices = nodes.reduce((sum, { node }) => sum + listOf(field(node, 'enum')).length, 0)
  return [
    ...(field(schema, 'type') === 'object' && field(schema, 'anyOf') === undefined ? [] : ['the schema is no object']),
    ...nodes.flatMap(({ node, place, level }) => [...nodeProblems(node, place), ...(level > most.levels ? [`${place} lies too deep`] : [])]),
    ...(properties > most.properties || choices > most.choices ? ['the schema is too large'] : []),
  ]
}

interface Place {
  readonly node: unknown
  readonly place: string
  /** Of objects around it. */
  readonly level: number
}

function* walk(node: unknown, place: string, level: number): Generator<Place> {
  yield { node, place, level }
  for (const name of ['properties', '$defs'] as const) for (const key of keysOf(field(node, name))) yield* walk(field(node, name, key), `${place}.${key}`, level + 1)
  for (const inner of listOf(field(node, 'anyOf'))) yield* walk(inner, place, level)
  if (field(node, 'items') !== undefined) yield* walk(field(node, 'items'), `${place}[]`, level)
}

function nodeProblems(node: unknown, place: string): readonly string[] {
  const words = refused.flatMap((word) => (field(node, word) === undefined ? [] : [`${place} has \`${word}\``]))
  if (field(node, 'type') !== 'object') return words
  const required = new Set(listOf(field(node, 'required')))
  const optional = keysOf(field(node, 'properties')).filter((key) => !required.has(key))
  return [...words, ...optional.map((key) => `${place}.${key} is not required`), ...(field(node, 'additionalProperties') === false ? [] : [`${place} takes more than its properties`])]
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
