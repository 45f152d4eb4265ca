import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { deliver, distortAnswer, replaceAnswer, replaces, type FaultOptions, type ModelFault, type ReplacingFault } from './model-faults.ts'
import { usageOf, writeError, type WireAnswer, type WireUsage } from './wire-answer.ts'
import { readWireRequest, type ScriptedModelRequest } from './wire-request.ts'

/** A fault to carry out once. */
export interface ScriptedFault<Fault extends ModelFault = ModelFault> extends FaultOptions {
  readonly fault: Fault
}

/** What the script answers: a text, or a text with its circumstances. */
export type ScriptedReply =
  | string
  | { readonly text: string; readonly finish?: 'stop' | 'length' | 'content_filter'; readonly usage?: WireUsage | null; readonly served?: string }
  | ScriptedFault<ReplacingFault>

export interface ScriptedModelOptions {
  /** Answers in order, or a function that answers each request. */
  readonly respond: readonly ScriptedReply[] | ((request: ScriptedModelRequest) => ScriptedReply | Promise<ScriptedReply>)
}

/** An HTTP server on 127.0.0.1 that speaks OpenAI's chat completions and says what a script says. */
export interface ScriptedModel extends AsyncDisposable {
  /** Listens on a free port. Idempotent. Returns the base URL for a client: `http://127.0.0.1:<port>/v1`. */
  start(): Promise<string>
  /** Ends every connection and the server. Idempotent. */
  close(): Promise<void>
  /** The next requests meet these faults, one each, before the script is asked. */
  inject(...faults: (ModelFault | ScriptedFault)[]): void
  /** Completions in the order they arrived, failed ones included. */
  readonly requests: readonly ScriptedModelRequest[]
}

/** Speaks the real wire protocol; nothing in it knows who is asking. */
export function createScriptedModel(options: ScriptedModelOptions): ScriptedModel {
  const requests: ScriptedModelRequest[] = []
  const faults: ScriptedFault[] = []
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
    if (fault !== null && replaces(fault)) return replaceAnswer(fault, request, response, injected ?? {})
    const reply = await ask(request)
    if (typeof reply === 'object' && 'fault' in reply) return replaceAnswer(reply.fault, request, response, reply)
    const said = answerOf(reply, request)
    deliver(request, response, fault === null ? said : distortAnswer(fault, said))
  }

  const server = createServer((incoming, response) => {
    void route(incoming, response, requests, answer).catch((error: unknown) => {
      writeError(response, 400, { message: `scripted model: ${error instanceof Error ? error.message : String(error)}`, type: 'invalid_request_error', code: 'script' })
    })
  })

  const model: ScriptedModel = {
    requests,
    inject(...next) {
      faults.push(...next.map((fault) => (typeof fault === 'string' ? { fault } : fault)))
    },
    start: () => (listening ??= listen(server)),
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
  if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') return writeError(response, 404, { message: `no such endpoint: ${incoming.url}` })
  const request = readWireRequest(body, requests.length + 1, incoming.headers.authorization ?? null)
  requests.push(request)
  await answer(request, response)
}

function writeModels(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model', created: 0, owned_by: 'autopack' }] }))
}

function answerOf(reply: Exclude<ScriptedReply, ScriptedFault<ReplacingFault>>, request: ScriptedModelRequest): WireAnswer {
  const said = typeof reply === 'string' ? { text: reply } : reply
  return { finish: 'stop', usage: usageOf(request, said.text), served: request.model, ...said, refusal: null }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('the scripted model has no port'))
      resolve(`http://127.0.0.1:${address.port}/v1`)
    })
  })
}
