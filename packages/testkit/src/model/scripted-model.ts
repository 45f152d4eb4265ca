import type { Clock } from '@autopack/contracts'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { deliver, distortAnswer, replaceAnswer, replaces, type FaultOptions, type ModelFault, type ReplacingFault } from './model-faults.ts'
import { usageOf } from './wire-answer.ts'
import type { WireAnswer, WireUsage } from './wires/wire.ts'
import type { WireProtocol } from './wires/wire-protocol.ts'
import { protocolOf, wires } from './wires/wires.ts'
import type { ScriptedModelRequest } from './scripted-model-request.ts'
import { readWireRequest } from './wire-request.ts'

/** A fault to carry out once. */
export interface ScriptedFault<Fault extends ModelFault = ModelFault> extends FaultOptions {
  readonly fault: Fault
}

/** What the script answers: a text, or a text with its circumstances. */
export type ScriptedReply =
  | string
  | { readonly text: string; readonly finish?: 'stop' | 'length' | 'content_filter'; readonly usage?: WireUsage | null; readonly served?: string; /** Of the response, besides its own. */ readonly headers?: Readonly<Record<string, string>> }
  | ScriptedFault<ReplacingFault>

export interface ScriptedModelOptions {
  /** Answers in order, or a function that answers each request. */
  readonly respond: readonly ScriptedReply[] | ((request: ScriptedModelRequest) => ScriptedReply | Promise<ScriptedReply>)
  /** The server's clock, for resets that it says as times: that of its client. Default: stands still at 1970. */
  readonly clock?: Pick<Clock, 'now'>
}

/** An HTTP server on 127.0.0.1 that says what a script says, in the protocol that it is asked in: OpenAI's chat completions, Anthropic's messages, Google's generateContent. */
export interface ScriptedModel extends AsyncDisposable {
  /** Listens on a free port. Idempotent. Returns the base URL for a client of a protocol, by default OpenAI's: `http://127.0.0.1:<port>/v1`. */
  start(protocol?: WireProtocol): Promise<string>
  /** Ends every connection and the server. Idempotent. */
  close(): Promise<void>
  /** The next requests meet these faults, one each, before the script is asked. */
  inject(...faults: (ModelFault | ScriptedFault)[]): void
  /** Calls in the order they arrived, failed ones included. */
  readonly requests: readonly ScriptedModelRequest[]
}

/** Speaks the real wire protocol; nothing in it knows who is asking. */
export function createScriptedModel(options: ScriptedModelOptions): ScriptedModel {
  const requests: ScriptedModelRequest[] = []
  const faults: ScriptedFault[] = []
  const clock = options.clock ?? { now: () => 0 }
  const script = typeof options.respond === 'function' ? null : [...options.respond]
  let listening: Promise<string> | null = null

  const ask = async (request: ScriptedModelRequest): Promise<ScriptedReply> => {
    if (typeof options.respond === 'function') return options.respond(request)
    const next = script?.shift()
    if (next === undefined) throw new Error(`the script has no answer left for request ${request.number}`)
    return next
  }

  const answer = async (request: ScriptedModelRequest, response: ServerResponse): Promise<void> => {
    const injected = faults.shift()
    const fault = injected?.fault ?? null
    if (fault !== null && replaces(fault)) return replaceAnswer(fault, request, response, injected ?? {}, clock.now())
    const reply = await ask(request)
    if (typeof reply === 'object' && 'fault' in reply) return replaceAnswer(reply.fault, request, response, reply, clock.now())
    const said = answerOf(reply, request)
    deliver(request, response, fault === null ? said : distortAnswer(fault, said))
  }

  const server = createServer((incoming, response) => {
    void route(incoming, response, requests, answer).catch((error: unknown) => {
      writePlainError(response, 400, `scripted model: ${error instanceof Error ? error.message : String(error)}`)
    })
  })

  const model: ScriptedModel = {
    requests,
    inject(...next) {
      faults.push(...next.map((fault) => (typeof fault === 'string' ? { fault } : fault)))
    },
    start: async (protocol = 'openai') => `${await (listening ??= listen(server))}${wires[protocol].base}`,
    async close() {
      if (listening === null) return
      listening = null
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
    [Symbol.asyncDispose]: () => model.close(),
  }
  return model
}

async function route(
  incoming: IncomingMessage,
  response: ServerResponse,
  requests: ScriptedModelRequest[],
  answer: (request: ScriptedModelRequest, response: ServerResponse) => Promise<void>,
): Promise<void> {
  const body = await buffer(incoming)
  if (incoming.method === 'GET' && incoming.url === '/v1/models') return writeModels(response)
  const protocol = incoming.method === 'POST' ? protocolOf(incoming.url ?? '') : null
  if (protocol === null) return writePlainError(response, 404, `no such endpoint: ${incoming.url}`)
  const request = readWireRequest(protocol, incoming, body, requests.length + 1)
  requests.push(request)
  await answer(request, response)
}

function writePlainError(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'script' } }))
}

function writeModels(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model', created: 0, owned_by: 'autopack' }] }))
}

function answerOf(reply: Exclude<ScriptedReply, ScriptedFault<ReplacingFault>>, request: ScriptedModelRequest): WireAnswer {
  const said = typeof reply === 'string' ? { text: reply } : reply
  return { finish: 'stop', usage: usageOf(request, said.text), served: request.model, ...said, refusal: null, usageTimes: 1, unknownEvent: false }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('the scripted model has no port'))
      resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}
