import { createRequire } from 'node:module'
import type { Parser as TreeSitterParser } from 'web-tree-sitter'

type Binding = typeof import('web-tree-sitter')

const require = createRequire(import.meta.url)
/** What overflows a grammar's small stack may end all of WebAssembly that it shares with the others; so often it is begun anew in one process. */
const mostCrashes = 20

let crashes = 0
let begun: Promise<Binding> | null = null
const parsers = new Map<string, Promise<TreeSitterParser>>()
const alive = new Set<TreeSitterParser>()

/** One parser a grammar, loaded when the first file of its language comes; null when too much has crashed. */
export async function parserOf(grammar: string): Promise<TreeSitterParser | null> {
  const before = crashes
  if (before > mostCrashes) return null
  try {
    return await (parsers.get(grammar) ?? load(grammar))
  } catch (error) {
    // another grammar's crash has ended this one's beginning
    if (crashes === before) throw error
    return parserOf(grammar)
  }
}

/** Whether a parser may still be asked: those before a crash may not. */
export function isAlive(parser: TreeSitterParser): boolean {
  return alive.has(parser)
}

/** Forgets every parser: none can be trusted after a crash. */
export function forgetParsers(): void {
  crashes += 1
  begun = null
  parsers.clear()
  alive.clear()
}

function load(grammar: string): Promise<TreeSitterParser> {
  const loading = open(grammar)
  parsers.set(grammar, loading)
  loading.catch(() => parsers.delete(grammar))
  return loading
}

async function open(grammar: string): Promise<TreeSitterParser> {
  const before = crashes
  const { Language, Parser } = await (begun ??= begin())
  const parser = new Parser()
  parser.setLanguage(await Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)))
  if (crashes > before) throw new TypeError('what it would run in has ended')
  alive.add(parser)
  return parser
}

/** A copy of its own: the one before may have ended. */
async function begin(): Promise<Binding> {
  const path = require.resolve('web-tree-sitter')
  Reflect.deleteProperty(require.cache, path)
  const binding = require(path) as Binding
  // what ends is told by its error
  await binding.Parser.init({ printErr: () => undefined })
  return binding
}
