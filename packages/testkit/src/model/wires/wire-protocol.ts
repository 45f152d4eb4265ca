export type WireProtocol = 'openai' | 'anthropic' | 'google'
