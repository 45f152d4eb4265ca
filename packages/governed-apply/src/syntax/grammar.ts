import type { Tree } from 'web-tree-sitter'
import { forgetParsers, isAlive, parserOf } from './tree-sitter.ts'

/** Characters that a grammar is given at a time. */
const piece = 256

/** Pieces that it may ask for. What can be read takes one for every 64 characters at the most; what is looked through to its end from each place, thousands for each. */
function mostPieces({ length }: string): number {
  return 1000 + length / 8
}

/** Rounds of a hundred steps: what can be read takes one for every 15 characters at the most. */
function mostRounds({ length }: string): number {
  return 1000 + length / 4
}

/**
 * The tree of a text, errors and all; null when it takes more than a text of its length may, counted in steps, so that the same text has the
 * same answer on every host. `read` is called while the tree lives.
 */
export async function withTree<T>(grammar: string, text: string, read: (tree: Tree) => T): Promise<T | null> {
  let parser = await parserOf(grammar)
  while (parser !== null && !isAlive(parser)) parser = await parserOf(grammar)
  if (parser === null) return null
  let [pieces, rounds] = [0, 0]
  const isTooMuch = (): boolean => pieces > mostPieces(text) || rounds > mostRounds(text)
  let tree: Tree | null = null
  try {
    // one that has had too much finds the end, wherever it is
    const next = (index: number): string => ((pieces += 1), isTooMuch() ? '' : text.slice(index, index + piece))
    tree = parser.parse(next, null, { progressCallback: () => ((rounds += 1), isTooMuch()) })
    return tree === null || isTooMuch() ? null : read(tree)
  } catch (error) {
    // the stack of a grammar is small: what overflows it is not parsed
    if (!(error instanceof Error) || !/^(?:RangeError|RuntimeError)$/.test(error.name)) throw error
    forgetParsers()
    return null
  } finally {
    if (isAlive(parser)) {
      tree?.delete()
      parser.reset()
    }
  }
}
