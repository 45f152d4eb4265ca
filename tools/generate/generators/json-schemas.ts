import { jsonSchemas } from '@autopack/strategy-engine'

/** The JSON Schemas that editors check plans and configuration with. */
export function generate(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(jsonSchemas()).map(([name, schema]) => [`docs/schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`]),
  )
}
