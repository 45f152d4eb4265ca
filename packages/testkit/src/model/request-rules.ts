import { schemaProblems } from './strict-schema.ts'
import { field } from './wires/wire.ts'

/** Servers of chat completions whose published rules are checked here. */
export type ChatServer = 'openai' | 'openrouter' | 'glm' | 'ollama' | 'vllm'

type Rule = (body: unknown) => readonly string[]

/** What a chat completion's body has that its server refuses, or would ignore in silence; nothing where it is as the server's documentation wants it. */
export function requestProblems(body: unknown, server: ChatServer): readonly string[] {
  return rules[server].flatMap((rule) => rule(body))
}

const roles: ReadonlySet<unknown> = new Set(['developer', 'system', 'user', 'assistant'])

const messages: Rule = (body) => {
  const list = field(body, 'messages')
  if (!Array.isArray(list) || list.length === 0) return ['`messages` is empty']
  return list.flatMap((message, index) => (roles.has(field(message, 'role')) && typeof field(message, 'content') === 'string' ? [] : [`message ${index} has no role or no text`]))
}

const streamed: Rule = (body) => [
  ...(field(body, 'stream') === true ? [] : ['`stream` is not asked for']),
  ...(field(body, 'stream_options', 'include_usage') === true ? [] : ['a stream says its usage only where `stream_options.include_usage` asks for it']),
]

/** OpenAI's reasoning models refuse the one, other servers ignore the other. */
function limitedBy(wanted: string, other: string): Rule {
  return (body) => {
    const limit = field(body, wanted)
    return [...(Number.isSafeInteger(limit) && Number(limit) > 0 ? [] : [`\`${wanted}\` is no positive whole number`]), ...(field(body, other) === undefined ? [] : [`\`${other}\` is not taken`])]
  }
}

const strictSchema: Rule = (body) => {
  const format = field(body, 'response_format')
  if (field(format, 'type') !== 'json_schema') return ['`response_format` is no schema']
  const name = field(format, 'json_schema', 'name')
  return [
    ...(typeof name === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(name) ? [] : [`${JSON.stringify(name)} is no name of a schema`]),
    ...(field(format, 'json_schema', 'strict') === true ? [] : ['the schema is not strict']),
    ...schemaProblems(field(format, 'json_schema', 'schema')),
  ]
}

/** Where a schema is not taken, the word JSON has to stand in a message. */
const jsonObject: Rule = (body) => [
  ...(field(body, 'response_format', 'type') === 'json_object' && field(body, 'response_format', 'json_schema') === undefined ? [] : ['`response_format` is not `json_object`']),
  ...(/json/i.test(JSON.stringify(field(body, 'messages'))) ? [] : ['no message says JSON']),
]

/** Parameters that a server knows; OpenAI refuses any other. */
function only(...more: readonly string[]): Rule {
  const known = new Set(['model', 'messages', 'response_format', 'stream', 'stream_options', ...more])
  return (body) => Object.keys(typeof body === 'object' && body !== null ? body : {}).flatMap((key) => (known.has(key) ? [] : [`\`${key}\` is no parameter`]))
}

/** Hosts that would drop the schema may not be chosen. */
const routed: Rule = (body) => (field(body, 'provider', 'require_parameters') === true ? [] : ['`provider.require_parameters` is not asked for'])

const common = [messages, streamed]
const maxTokens = limitedBy('max_tokens', 'max_completion_tokens')
const rules: Readonly<Record<ChatServer, readonly Rule[]>> = {
  openai: [...common, strictSchema, limitedBy('max_completion_tokens', 'max_tokens'), only('max_completion_tokens')],
  openrouter: [...common, strictSchema, maxTokens, only('max_tokens', 'provider'), routed],
  glm: [...common, jsonObject, maxTokens, only('max_tokens')],
  ollama: [...common, strictSchema, maxTokens, only('max_tokens')],
  vllm: [...common, strictSchema, maxTokens, only('max_tokens')],
}
