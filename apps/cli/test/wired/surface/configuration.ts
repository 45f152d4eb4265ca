import { jsonSchemas, type SchemaName, schemaNames } from '@autopack/strategy-engine'
import { namesIn, namesOf, type Schema } from './schema-names.ts'

/** Tables that several files hold alike and that are taken whole: their keys are listed once. */
const tables: readonly (readonly [RegExp, string])[] = [
  [/^(?:plan|project-config) ci\.(?:normal|strict)\./, 'ci-entry '],
  [/^plan tiers\.phases\.ci\./, 'ci-entry '],
  [/^(?:strategy|project-config) categories\.\*\./, 'category '],
]

/** Where such tables stand. */
const places: readonly RegExp[] = [/^(?:plan|project-config) ci\.(?:normal|strict)(?=\.)/, /^plan tiers\.phases\.ci(?=\.)/, /^(?:strategy|project-config) categories\.\*(?=\.)/]

/** Every key of every file a person writes, from the published schemas. */
export function configurationNames(): readonly string[] {
  return named((name) => namesOf(schemaOf(name)))
}

/** The names that one file uses. */
export function namesInFile(file: SchemaName, value: unknown): readonly string[] {
  return named((name) => (name === file ? namesIn(value, schemaOf(name)) : []))
}

function named(keysOf: (name: SchemaName) => readonly string[]): readonly string[] {
  const full = schemaNames.flatMap((name) => keysOf(name).map((key) => `${name} ${key}`))
  return [...new Set(full.flatMap(nameOfKey))]
}

/** What a key of a file is listed as: under the name of its table where it is in one, and as the place of the table. */
export function nameOfKey(name: string): readonly string[] {
  return [shared(name), ...placeOf(name)]
}

function shared(name: string): string {
  return tables.reduce((text, [pattern, table]) => text.replace(pattern, table), name)
}

function placeOf(name: string): readonly string[] {
  return places.flatMap((place) => place.exec(name)?.[0] ?? [])
}

export function schemaOf(name: SchemaName): Schema {
  return jsonSchemas()[name]
}
