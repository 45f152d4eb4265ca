import type { WireProtocol } from './wires/wire-protocol.ts'

/** One call as the scripted model received it. */
export interface ScriptedModelRequest {
  readonly protocol: WireProtocol
  /** Counts calls from 1. */
  readonly number: number
  /** What its answer is called, and no other answer of any server. */
  readonly id: string
  readonly model: string
  /** The texts of all messages, joined by newlines. */
  readonly prompt: string
  /** Name of the JSON Schema asked for, null without one and where the protocol has no place for it. */
  readonly schemaName: string | null
  /** The JSON Schema asked for, as it came; null without one. */
  readonly schema: unknown
  readonly maxTokens: number | null
  readonly stream: boolean
  readonly includeUsage: boolean
  /** Size of the request's body. */
  readonly bytes: number
  /** The `authorization` header, or the protocol's own header for a key; null without one. */
  readonly authorization: string | null
  /** The whole body, for what is not listed here. */
  readonly body: unknown
}
