import type { SchemaName } from '@autopack/strategy-engine'
import { nameOfKey, schemaOf } from './configuration.ts'
import { keyOf, optionFor, type Schema, within } from './schema-names.ts'

const gone = Symbol('gone')

/** A document without everything that bears a name; what is empty then goes too. */
export function withhold(file: SchemaName, document: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const bearsName = (path: string, value: unknown): boolean => [path, `${path}=${String(value)}`].some((key) => nameOfKey(`${file} ${key}`).includes(name))
  const left = pruned(document, schemaOf(file), '', bearsName)
  return typeof left === 'object' ? { ...left } : {}
}

function pruned(value: unknown, given: Schema | undefined, path: string, bearsName: (path: string, value: unknown) => boolean): unknown {
  const schema = given === undefined ? undefined : optionFor(value, given)
  if (bearsName(path, value)) return gone
  if (schema === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined || Array.isArray(items)) return value
    return orGone(value, value.map((item: unknown) => pruned(item, Object(items), path, bearsName)).filter((item) => item !== gone))
  }
  const entries = Object.entries(value).filter(([key]) => !bearsName(within(path, key), undefined))
  const left = entries.map(([key, inner]) => [key, pruned(inner, schema.properties?.[key] ?? Object(schema.additionalProperties), within(path, keyOf(key, schema)), bearsName)] as const)
  return orGone(value, Object.fromEntries(left.filter(([, inner]) => inner !== gone)))
}

function orGone(before: object, after: object): unknown {
  return Object.keys(after).length === 0 && Object.keys(before).length > 0 ? gone : after
}
