import type { Document } from 'yaml'
import { isMap, isNode, isPair, isScalar, visit } from 'yaml'
import type { Path } from '../problem/path.ts'
import { formatPath } from '../problem/path.ts'

export interface DuplicateKey {
  readonly offset: number
  readonly path: string
  readonly message: string
}

/** Keys given twice in one mapping; a parser would silently let the last one win. */
export function duplicateKeys(document: Document): DuplicateKey[] {
  const found: DuplicateKey[] = []
  visit(document, {
    Map(_, map, ancestors) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) {
          const path = [...pathOf([...ancestors, map]), name]
          found.push({ offset: key.range?.[0] ?? 0, path: formatPath(path), message: `the key \`${name}\` is given twice; keep one` })
        }
        seen.add(name)
      }
    },
  })
  return found
}

/** The keys and list positions along a chain of nodes, each the parent of the next. */
function pathOf(chain: readonly unknown[]): Path {
  return chain.flatMap((node, index): Path => {
    const next = chain[index + 1]
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : []
    if (!isNode(node) || isMap(node) || !('items' in node) || !Array.isArray(node.items)) return []
    return next === undefined ? [] : [node.items.indexOf(next)]
  })
}
