export { createOpenAiProvider, type OpenAiProviderOptions } from './openai-provider.ts'
export type { OpenAiDialect } from './dialect.ts'
