import { createScriptedModel, providerConformance, type ProviderUnderTest } from '@autopack/testkit'
import { createOpenAICompatible as createV2 } from 'ai-sdk-compatible-v2'
import { createOpenAICompatible as createV3 } from 'ai-sdk-compatible-v3'
import { createOpenAICompatible as createV4 } from 'ai-sdk-compatible-v4'
import { describe, expect, test } from 'vitest'
import { createAiSdkProvider, supportedSpecifications, type AiSdkModel } from './ai-sdk-provider.ts'

type Settings = { name: string; baseURL: string; apiKey: string; includeUsage: true; supportsStructuredOutputs: true }

const models: Readonly<Record<(typeof supportedSpecifications)[number], (settings: Settings, name: string) => AiSdkModel>> = {
  v2: (settings, name) => createV2(settings).chatModel(name),
  v3: (settings, name) => createV3(settings).chatModel(name),
  v4: (settings, name) => createV4(settings).chatModel(name),
}

const settingsOf = ({ baseUrl, apiKey }: Pick<ProviderUnderTest, 'baseUrl' | 'apiKey'>): Settings => ({ name: 'compatible', baseURL: baseUrl, apiKey, includeUsage: true, supportsStructuredOutputs: true })

describe.each(supportedSpecifications)('specification %s', (version) => {
  const create = (options: ProviderUnderTest): ReturnType<typeof createAiSdkProvider> =>
    createAiSdkProvider({ name: 'bridge', model: (name) => models[version](settingsOf(options), name), timeoutMs: options.timeoutMs, clock: options.clock, secrets: [options.apiKey] })

  const cases = providerConformance(create, { capabilities: { resetForms: ['usual', 'seconds', 'milliseconds', 'date'], refusals: false, totals: version === 'v2' } })

  test.each(cases.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
    await expect(run()).resolves.toBeUndefined()
  })

  test('is what the model says it is, and bridged', async () => {
    await using server = createScriptedModel({ respond: [] })
    const options = { baseUrl: await server.start(), apiKey: 'k', timeoutMs: 1000, clock: { now: () => 0 } }
    expect(models[version](settingsOf(options), 'm').specificationVersion).toBe(version)
    expect(create(options).certainty).toBe('bridged')
  })
})

test('a specification that is not known is refused with what to install', async () => {
  const model = { ...models.v4(settingsOf({ baseUrl: 'http://127.0.0.1/v1', apiKey: 'k' }), 'm'), modelId: 'm', specificationVersion: 'v9' }
  const provider = createAiSdkProvider({ name: 'bridge', model: () => model as unknown as AiSdkModel, timeoutMs: 1000, clock: { now: () => 0 } })
  const request = { model: 'm', messages: [], schema: { name: 'answer', schema: {} }, maxOutputTokens: 10 }
  await expect(provider.send(request, new AbortController().signal)).rejects.toMatchObject({ code: 'AUTOPACK_AI_SDK_VERSION' })
})
