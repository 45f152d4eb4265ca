import type { LanguageModelV2, LanguageModelV3, LanguageModelV4 } from '@ai-sdk/provider'
import { AutopackError, type Clock, type ModelProvider } from '@autopack/contracts'
import { performCall } from '@autopack/provider-wire'
import { readStream } from './answer-stream.ts'
import { callOptions } from './call-options.ts'
import { classifyError } from './failure.ts'

/** A language model of the AI SDK in any specification that is supported. */
export type AiSdkModel = LanguageModelV2 | LanguageModelV3 | LanguageModelV4

/** The specifications of language models that are tested: those of AI SDK 5, 6 and 7. */
export const supportedSpecifications = ['v2', 'v3', 'v4'] as const

export interface AiSdkProviderOptions {
  /** The provider's name in models.yaml, used in messages. */
  readonly name: string
  /** The model for a name of models.yaml, such as `(name) => anthropic(name)`. Called for every request. */
  readonly model: (name: string) => AiSdkModel
  /** For one whole request, the answer's last byte included. */
  readonly timeoutMs: number
  /** Turns "in 20 seconds" into a time. */
  readonly clock: Pick<Clock, 'now'>
  /** The models' credentials, which no message may hold: the bridge cannot see them. Default: none. */
  readonly secrets?: readonly string[]
}

/** Any language model of the AI SDK, without the retries of `ai`. Its answers are `bridged`: what its translation loses is lost here too. */
export function createAiSdkProvider(options: AiSdkProviderOptions): ModelProvider {
  const circumstances = { ...options, secrets: options.secrets ?? [] }
  return {
    contract: 1,
    name: options.name,
    certainty: 'bridged',
    async send(request, signal) {
      const model = supported(options.model(request.model))
      return performCall({ ...circumstances, classify: (error, now) => classifyError(error, request.model, now) }, signal, async (bounded) => {
        const { stream } = await model.doStream(callOptions(request, bounded))
        return readStream(stream, request, options.clock.now())
      })
    },
  }
}

function supported(model: AiSdkModel): AiSdkModel {
  const specification: string = model.specificationVersion
  if (supportedSpecifications.some((known) => known === specification)) return model
  throw new AutopackError({ code: 'AUTOPACK_AI_SDK_VERSION', message: `The model ${model.modelId} has specification ${specification}; install a version of its package with ${supportedSpecifications.join(', ')}.` })
}
