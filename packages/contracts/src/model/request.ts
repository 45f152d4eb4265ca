import type { ModelPurpose } from './purpose.ts'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

export interface ModelRequest {
  readonly purpose: ModelPurpose
  readonly messages: readonly ModelMessage[]
  /** JSON Schema the answer must follow; the caller validates all the same. */
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  readonly maxOutputTokens: number
}
