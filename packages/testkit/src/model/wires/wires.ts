import { anthropicWire } from './anthropic.ts'
import { googleWire } from './google.ts'
import { openAiWire } from './openai.ts'
import type { Wire } from './wire.ts'
import type { WireProtocol } from './wire-protocol.ts'

export const wires: Readonly<Record<WireProtocol, Wire>> = { openai: openAiWire, anthropic: anthropicWire, google: googleWire }

/** The protocol that a path belongs to; null for none. */
export function protocolOf(url: string): WireProtocol | null {
  const protocols: readonly WireProtocol[] = ['openai', 'anthropic', 'google']
  return protocols.find((protocol) => wires[protocol].endpoint.test(url)) ?? null
}
