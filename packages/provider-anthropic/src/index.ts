export { createAnthropicProvider, type AnthropicProviderOptions } from './anthropic-provider.ts'
