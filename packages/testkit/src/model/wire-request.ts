import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ScriptedModelRequest } from './scripted-model-request.ts'
import type { WireProtocol } from './wires/wire-protocol.ts'
import { wires } from './wires/wires.ts'

/** Throws where the body is not a request of its protocol. */
export function readWireRequest(protocol: WireProtocol, incoming: IncomingMessage, body: Buffer, number: number): ScriptedModelRequest {
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  const read = wires[protocol].read(parsed, incoming.url ?? '')
  const { authorization, 'x-api-key': anthropic, 'x-goog-api-key': google } = incoming.headers
  const key = [authorization, anthropic, google].find((header) => typeof header === 'string')
  return { protocol, number, id: randomUUID(), ...read, bytes: body.length, authorization: typeof key === 'string' ? key : null, body: parsed }
}
