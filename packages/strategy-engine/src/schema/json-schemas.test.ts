import { expect, test } from 'vitest'
import { jsonSchemas, schemaNames } from './json-schemas.ts'

test('every file a person writes has a schema that refuses unknown keys', () => {
  const schemas = jsonSchemas()
  expect(Object.keys(schemas)).toEqual(schemaNames)
  for (const schema of Object.values(schemas)) expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', additionalProperties: false })
})

test('an editor can tell what a key is for', () => {
  expect(JSON.stringify(jsonSchemas().plan)).toContain('Globs of the paths it may change')
})
