import type { FoundErrors } from './found-errors.ts'
import { withTree } from './grammar.ts'

/** A file with more is no text of the language; counting on says nothing. */
const most = 1000

/** Errors a grammar finds; null when it gave up. */
export async function treeErrors(grammar: string, text: string): Promise<FoundErrors | null> {
  return withTree(grammar, text, (tree) => {
    const cursor = tree.walk()
    const found: FoundErrors = { count: 0, first: null }
    try {
      let errors = found
      let goesOn = tree.rootNode.hasError
      while (goesOn) {
        const node = cursor.currentNode
        if (node.isError || node.isMissing) errors = add(errors, node.startPosition.row + 1, node.isMissing ? `“${node.type}” is missing` : 'this cannot be read')
        // an error's own parts are one error
        goesOn = errors.count < most && ((node.hasError && !node.isError && cursor.gotoFirstChild()) || gotoNext(cursor))
      }
      return errors
    } finally {
      cursor.delete()
    }
  })
}

function add({ count, first }: FoundErrors, line: number, message: string): FoundErrors {
  return { count: count + 1, first: first ?? { line, message } }
}

function gotoNext(cursor: { gotoNextSibling(): boolean; gotoParent(): boolean }): boolean {
  while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return false
  return true
}
