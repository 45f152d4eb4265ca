/** One chat completion as the scripted model received it. */
export interface ScriptedModelRequest {
  /** Counts completions from 1. */
  readonly number: number
  readonly model: string
  /** The texts of all messages, joined by newlines. */
  readonly prompt: string
  /** Name of the JSON Schema asked for, null without one. */
  readonly schemaName: string | null
  readonly maxTokens: number | null
  readonly stream: boolean
  readonly includeUsage: boolean
  /** Size of the request's body. */
  readonly bytes: number
  /** The `authorization` header, null without one. */
  readonly authorization: string | null
  /** The whole body, for what is not listed here. */
  readonly body: unknown
}

/** Throws where the body is not a chat completion request. */
export function readWireRequest(body: Buffer, number: number, authorization: string | null): ScriptedModelRequest {
  const parsed: unknown = JSON.parse(body.toString('utf8'))
  const model = field(parsed, 'model')
  const messages = field(parsed, 'messages')
  if (typeof model !== 'string' || !Array.isArray(messages)) throw new TypeError('a chat completion needs `model` and `messages`')
  const schemaName = field(field(field(parsed, 'response_format'), 'json_schema'), 'name')
  const maxTokens = field(parsed, 'max_completion_tokens') ?? field(parsed, 'max_tokens')
  return {
    number,
    model,
    prompt: messages.map((message) => textOf(field(message, 'content'))).join('\n'),
    schemaName: typeof schemaName === 'string' ? schemaName : null,
    maxTokens: typeof maxTokens === 'number' ? maxTokens : null,
    stream: field(parsed, 'stream') === true,
    includeUsage: field(field(parsed, 'stream_options'), 'include_usage') === true,
    bytes: body.length,
    authorization,
    body: parsed,
  }
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : (JSON.stringify(content) ?? '')
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
