/** How oxc reads a file; TypeScript declarations are TypeScript to it. */
export type ScriptKind = 'jsx' | 'ts' | 'tsx'

export interface Language {
  /** For people. */
  readonly name: string
  /** Of tree-sitter; null where there is none. */
  readonly grammar: string | null
  readonly script?: ScriptKind
}

const java: Language = { name: 'Java', grammar: 'java' }
const cpp: Language = { name: 'C++', grammar: 'cpp' }
const javascript: Language = { name: 'JavaScript', grammar: 'tsx', script: 'jsx' }
const commented: Language = { name: 'JSON with comments', grammar: null }
const typescript: Language = { name: 'TypeScript', grammar: 'typescript', script: 'ts' }

const languages: Readonly<Record<string, Language>> = {
  js: javascript,
  mjs: javascript,
  cjs: javascript,
  jsx: javascript,
  ts: typescript,
  mts: typescript,
  cts: typescript,
  tsx: { name: 'TypeScript', grammar: 'tsx', script: 'tsx' },
  json: { name: 'JSON', grammar: null },
  jsonc: commented,
  py: { name: 'Python', grammar: 'python' },
  pyi: { name: 'Python', grammar: 'python' },
  go: { name: 'Go', grammar: 'go' },
  rs: { name: 'Rust', grammar: 'rust' },
  rb: { name: 'Ruby', grammar: 'ruby' },
  java,
  cs: { name: 'C#', grammar: 'c-sharp' },
  php: { name: 'PHP', grammar: 'php' },
  cpp,
  cc: cpp,
  cxx: cpp,
  hpp: cpp,
  hh: cpp,
  hxx: cpp,
  css: { name: 'CSS', grammar: 'css' },
  sh: { name: 'shell', grammar: 'bash' },
  bash: { name: 'shell', grammar: 'bash' },
  ps1: { name: 'PowerShell', grammar: 'powershell' },
}

/** Configuration that is called JSON and may hold comments. */
const commentedJson = /(?:^|\/)(?:[tj]sconfig[^/]*|\.eslintrc|devcontainer|\.devcontainer|api-extractor|turbo|nx|deno)\.json$|(?:^|\/)\.vscode\/[^/]*\.json$/i

/** By the ending of its name; null where Autopack has no parser. */
export function languageOf(path: string): Language | null {
  if (commentedJson.test(path)) return commented
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? null) : null
}

/** Programs that read what follows their name in a first line. */
const interpreters: readonly (readonly [RegExp, Language | undefined])[] = [
  [/^(?:ba|da|k)?sh$/, languages['sh']],
  [/^python[\d.]*$/, languages['py']],
  [/^(?:node|bun|nodejs)$/, languages['js']],
  [/^(?:tsx|ts-node|deno)$/, languages['ts']],
  [/^ruby[\d.]*$/, languages['rb']],
]

/** By the first line of a script that has no ending. */
export function languageOfScript(path: string, text: string): Language | null {
  if (/\.[^/]*$/.test(path)) return null
  const program = /^#![ \t]*(?:\S*\/env[ \t]+(?:-S[ \t]+)?)?(\S+)/.exec(text)?.[1]?.split('/').at(-1) ?? ''
  return interpreters.find(([pattern]) => pattern.test(program))?.[1] ?? null
}
