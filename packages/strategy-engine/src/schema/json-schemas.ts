import { modelsFileSchema, planSchema, policyFileSchema, pricingFileSchema, projectConfigurationSchema, strategyFileSchema } from '@autopack/contracts'
import * as z from 'zod'

const schemas = {
  plan: { title: 'Autopack plan', schema: planSchema },
  'project-config': { title: 'Autopack project configuration (.autopack/config.yaml)', schema: projectConfigurationSchema },
  strategy: { title: 'Autopack strategy (config/strategy.yaml)', schema: strategyFileSchema },
  policy: { title: 'Autopack change policy (config/policy.yaml)', schema: policyFileSchema },
  models: { title: 'Autopack models (config/models.yaml)', schema: modelsFileSchema },
  pricing: { title: 'Autopack prices (config/pricing.yaml)', schema: pricingFileSchema },
} as const

export type SchemaName = keyof typeof schemas

/** Every file a person writes has a schema of one of these names. */
export const schemaNames: readonly SchemaName[] = ['plan', 'project-config', 'strategy', 'policy', 'models', 'pricing']

/** The JSON Schemas (draft 7, which editors understand best) of the files a person writes. */
export function jsonSchemas(): Readonly<Record<SchemaName, Readonly<Record<string, unknown>>>> {
  return {
    plan: jsonSchema('plan'),
    'project-config': jsonSchema('project-config'),
    strategy: jsonSchema('strategy'),
    policy: jsonSchema('policy'),
    models: jsonSchema('models'),
    pricing: jsonSchema('pricing'),
  }
}

function jsonSchema(name: SchemaName): Readonly<Record<string, unknown>> {
  const { title, schema } = schemas[name]
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-07', io: 'input' })
  return { $schema, title, ...body }
}
