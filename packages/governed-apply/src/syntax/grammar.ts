import type { Parser as TreeSitterParser, Tree } from 'web-tree-sitter'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const parsers = new Map<string, Promise<TreeSitterParser>>()
/** Rounds of a hundred steps or so: two megabytes of source, a second. A text that keeps a grammar busy for longer is given up on. */
const mostRounds = 20_000
/** For a text whose steps are long ones: milliseconds of the processor in all, and for each of its characters. */
const patience = { start: 500, character: 0.004 }

/** The tree of a text, errors and all; null when the grammar gave up. `read` is called while the tree lives. */
export async function withTree<T>(grammar: string, text: string, read: (tree: Tree) => T): Promise<T | null> {
  const parser = await parserOf(grammar)
  let rounds = 0
  const started = process.cpuUsage()
  const isTooLong = (): boolean => process.cpuUsage(started).user / 1000 > patience.start + text.length * patience.character
  let tree: Tree | null = null
  try {
    tree = parser.parse(text, null, { progressCallback: () => (rounds += 1) > mostRounds || isTooLong() })
    return tree === null ? null : read(tree)
  } catch (error) {
    // the stack of a grammar's own scanner is small: what overflows it is not parsed
    if (error instanceof Error && /^(?:RangeError|RuntimeError)$/.test(error.name)) parsers.delete(grammar)
    else throw error
    return null
  } finally {
    tree?.delete()
    parser.reset()
  }
}

/** One parser a grammar, loaded when the first file of its language comes. */
function parserOf(grammar: string): Promise<TreeSitterParser> {
  const found = parsers.get(grammar)
  if (found !== undefined) return found
  const loaded = load(grammar)
  parsers.set(grammar, loaded)
  return loaded
}

async function load(grammar: string): Promise<TreeSitterParser> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)))
  return parser
}
