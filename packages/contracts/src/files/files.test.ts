import { describe, expect, test } from 'vitest'
import { modelsFileSchema } from './models-file.ts'
import { policyFileSchema } from './policy-file.ts'
import { pricingFileSchema } from './pricing-file.ts'
import { projectConfigurationSchema } from './project-configuration.ts'
import { categorySchema } from './strategy-file.ts'

describe('a category', () => {
  const row = { complexity: 'low', ciProfile: 'normal', builderAttempts: 1, auditRounds: 1, minorFactor: 1, autoApply: true }

  test.each([
    ['one complexity', {}],
    ['a complexity for each subkind', { complexity: { patch: 'low', major: 'high' } }],
    ['a token cap, an auditor and a risk', { tokens: 1, auditorProfile: 'own_review', highRisk: true }],
  ])('has %s', (_, keys) => {
    expect(categorySchema.safeParse({ ...row, ...keys }).success).toBe(true)
  })

  test.each([
    ['no subkind at all', { complexity: {} }],
    ['a subkind nobody knows', { complexity: { tiny: 'low' } }],
    ['no attempt', { builderAttempts: 0 }],
    ['endless attempts', { builderAttempts: 11 }],
    ['a token cap of nothing', { tokens: 0 }],
  ])('never has %s', (_, keys) => {
    expect(categorySchema.safeParse({ ...row, ...keys }).success).toBe(false)
  })
})

test('a policy has a table for every run type', () => {
  const policy = { version: 1, classes: { all: ['**'] }, runTypes: { project_build: {}, maintenance: {}, self_upgrade: {} }, limits: { files: 1, changedBytes: 1 } }
  expect(policyFileSchema.safeParse(policy).success).toBe(true)
  expect(policyFileSchema.safeParse({ ...policy, runTypes: { project_build: {}, maintenance: {} } }).success).toBe(false)
  expect(policyFileSchema.safeParse({ ...policy, runTypes: { ...policy.runTypes, other: {} } }).success).toBe(false)
})

test('a project’s configuration may be empty, and knows no other keys', () => {
  expect(projectConfigurationSchema.safeParse({ version: 1 }).success).toBe(true)
  expect(projectConfigurationSchema.safeParse({ version: 1, runType: 'maintenance' }).success).toBe(false)
})

test('a price is never below zero', () => {
  expect(pricingFileSchema.safeParse({ version: 1, prices: { m: { input: 0, output: 0 } } }).success).toBe(true)
  expect(pricingFileSchema.safeParse({ version: 1, prices: { m: { input: -1, output: 0 } } }).success).toBe(false)
})

test('a provider holds the name of a key’s variable and never a key', () => {
  const models = (provider: object): unknown => ({ version: 1, providers: { p: provider }, models: {}, roles: {}, escalateAfter: 1 })
  expect(modelsFileSchema.safeParse(models({ kind: 'openai', apiKeyEnv: 'KEY' })).success).toBe(true)
  expect(modelsFileSchema.safeParse(models({ kind: 'openai', apiKey: 'sk-1' })).success).toBe(false)
})
