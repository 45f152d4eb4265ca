/** A JSON Schema, as far as the names of keys and values go. */
export interface Schema {
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly items?: Schema | readonly Schema[]
}

/**
 * Every key a schema allows, down to its leaves: `tiers.phases.goal`, lists looked through, free names as `*`. A key that chooses
 * among words has one name for each, `runType=maintenance`, and so has a mapping whose keys are words: `roles.builder.low`.
 */
export function namesOf(schema: Schema, path = ''): readonly string[] {
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return options.flatMap((option) => namesOf(option, path))
  const words = wordsOf(schema)
  if (words !== null) return words.map((word) => `${path}=${String(word)}`)
  if (schema.properties !== undefined) return Object.entries(schema.properties).flatMap(([key, inner]) => namesOf(inner, within(path, key)))
  if (typeof schema.additionalProperties === 'object') return mappingNames(path, schema.propertyNames?.enum ?? null, namesOf(schema.additionalProperties, within(path, '*')))
  return isSchema(schema.items) ? namesOf(schema.items, path) : [path]
}

/** The names that one document uses. */
export function namesIn(value: unknown, schema: Schema, path = ''): readonly string[] {
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return options.includes(optionFor(value, schema)) ? namesIn(value, optionFor(value, schema), path) : []
  if (wordsOf(schema) !== null) return [`${path}=${String(value)}`]
  const { properties, additionalProperties, propertyNames, items } = schema
  if (properties !== undefined) return entriesOf(value).flatMap(([key, inner]) => (properties[key] === undefined ? [] : namesIn(inner, properties[key], within(path, key))))
  if (typeof additionalProperties === 'object') {
    return entriesOf(value).flatMap(([key, inner]) => mappingNames(path, propertyNames?.enum === undefined ? null : [key], namesIn(inner, additionalProperties, within(path, '*'))))
  }
  if (isSchema(items)) return Array.isArray(value) ? value.flatMap((inner) => namesIn(inner, items, path)) : []
  return [path]
}

/** The option of a schema that a value takes; the schema itself where there are none, or where none fits. */
export function optionFor(value: unknown, schema: Schema): Schema {
  return (schema.anyOf ?? schema.oneOf ?? []).find((option) => fits(value, option)) ?? schema
}

/** What a key is called in a name. */
export function keyOf(key: string, { properties }: Schema): string {
  return properties?.[key] === undefined ? '*' : key
}

/** Keys that are words, and what lies inside any of them; where the keys are free, only the latter. */
function mappingNames(path: string, words: readonly unknown[] | null, inside: readonly string[]): readonly string[] {
  return words === null ? inside : [...words.map((word) => within(path, String(word))), ...inside.filter((name) => name !== within(path, '*'))]
}

function fits(value: unknown, schema: Schema): boolean {
  const words = wordsOf(schema)
  if (words !== null) return words.includes(value)
  if (schema.type === 'array') return Array.isArray(value)
  if (schema.type !== 'object') return typeof value === schema.type
  const { properties = {}, required = [] } = schema
  const keys = entriesOf(value)
  return typeof value === 'object' && !Array.isArray(value) && required.every((key) => keys.some(([own]) => own === key)) && keys.every(([key, inner]) => properties[key] === undefined || fits(inner, properties[key]))
}

function wordsOf(schema: Schema): readonly unknown[] | null {
  return 'const' in schema ? [schema.const] : (schema.enum ?? null)
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function isSchema(items: Schema['items']): items is Schema {
  return items !== undefined && !Array.isArray(items)
}

export function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
