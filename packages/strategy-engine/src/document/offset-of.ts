import type { Document, Node } from 'yaml'
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Path } from '../problem/path.ts'

/** Where in the text the value at `path` starts, or its key; where it does not exist, the nearest value around it. */
export function offsetOf(document: Document, path: Path, at: 'key' | 'value'): number {
  let node: Node | null = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, segment] of path.entries()) {
    const step = enter(isAlias(node) ? (node.resolve(document) ?? null) : node, segment)
    if (step === null) return offset
    const wantsKey = at === 'key' && index === path.length - 1
    offset = (wantsKey ? step.key : null) ?? startOf(step.value) ?? step.key ?? offset
    node = step.value
  }
  return offset
}

function enter(node: Node | null, segment: string | number): { readonly key: number | null; readonly value: Node | null } | null {
  if (isSeq(node)) {
    const item = typeof segment === 'number' ? node.items[segment] : undefined
    return isNode(item) ? { key: null, value: item } : null
  }
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))
  if (!pair) return null
  return { key: isNode(pair.key) ? startOf(pair.key) : null, value: isNode(pair.value) ? pair.value : null }
}

function startOf(node: Node | null): number | null {
  return node?.range?.[0] ?? null
}
