export { createGenerativeAiProvider, type GenerativeAiProviderOptions } from './generative-ai/generative-ai-provider.ts'
