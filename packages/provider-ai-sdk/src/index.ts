export { createAiSdkProvider, supportedSpecifications, type AiSdkModel, type AiSdkProviderOptions } from './ai-sdk-provider.ts'
