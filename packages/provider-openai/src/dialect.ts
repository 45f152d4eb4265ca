export type OpenAiDialect = 'openai' | 'glm' | 'openrouter' | 'compatible'

/** Where servers that speak the same protocol differ. */
export interface DialectRules {
  /** OpenAI's reasoning models refuse `max_tokens`; Ollama and others silently ignore `max_completion_tokens`, which would leave the answer without a limit. */
  readonly outputLimit: 'max_completion_tokens' | 'max_tokens'
  /** `json_object`: the server cannot be given a schema, the model is told it. */
  readonly structured: 'json_schema' | 'json_object'
  /** The offset in which times without one are meant; null where nothing is known. */
  readonly naiveOffset: string | null
  /** It passes the request on to others, and can be told how. */
  readonly routes: boolean
}

const rules: Readonly<Record<OpenAiDialect, DialectRules>> = {
  openai: { outputLimit: 'max_completion_tokens', structured: 'json_schema', naiveOffset: null, routes: false },
  // Zhipu writes Beijing time, at its international address too
  glm: { outputLimit: 'max_tokens', structured: 'json_object', naiveOffset: '+08:00', routes: false },
  openrouter: { outputLimit: 'max_tokens', structured: 'json_schema', naiveOffset: null, routes: true },
  // Ollama, vLLM, LM Studio, llama.cpp …
  compatible: { outputLimit: 'max_tokens', structured: 'json_schema', naiveOffset: null, routes: false },
}

const hosts: readonly (readonly [string, OpenAiDialect])[] = [
  ['api.openai.com', 'openai'],
  ['openai.azure.com', 'openai'],
  ['bigmodel.cn', 'glm'],
  ['z.ai', 'glm'],
  ['openrouter.ai', 'openrouter'],
]

/** The dialect of a server by its host; whatever is not known is `compatible`. */
export function dialectOf(baseUrl: string): OpenAiDialect {
  const { hostname } = new URL(baseUrl)
  return hosts.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))?.[1] ?? 'compatible'
}

export function rulesOf(dialect: OpenAiDialect): DialectRules {
  return rules[dialect]
}
