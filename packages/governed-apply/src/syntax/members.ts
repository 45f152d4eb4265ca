import type { Node } from 'web-tree-sitter'

/** What holds declarations of its own. */
const holders = /^(?:(?:abstract_)?class(?:_declaration|_definition|_specifier)?|impl_item|struct_specifier|record_declaration|trait_item|trait_declaration|object_definition)$/
const exported = /^(?:module\.)?exports$/

/** Nodes that are members of a node at the top level: of a class, or of the object that a module hands out. */
export function membersOf(node: Node): readonly Node[] {
  if (holders.test(node.type)) return childrenOf(node.childForFieldName('body'))
  const given = node.type === 'assignment_expression' && exported.test(node.childForFieldName('left')?.text.slice(0, 40) ?? '') ? node.childForFieldName('right') : node
  return given?.type === 'object' ? childrenOf(given) : []
}

/** `exports.name = …`, as a name. */
export function exportedName(node: Node): string | null {
  const left = node.type === 'assignment_expression' ? node.childForFieldName('left') : null
  const owner = left?.type === 'member_expression' ? left.childForFieldName('object') : null
  return owner !== null && exported.test(owner?.text.slice(0, 40) ?? '') ? (left?.childForFieldName('property')?.text ?? null) : null
}

/** Of a method, a field, a pair of an object. */
export function memberName(node: Node): string | null {
  if (node.type === 'shorthand_property_identifier') return node.text
  if (node.type === 'decorated_definition') return memberName(node.childForFieldName('definition') ?? node.child(0) ?? node)
  const name = node.childForFieldName('name') ?? node.childForFieldName('key') ?? innermost(node.childForFieldName('declarator'))
  return name === null || name.childCount > 0 ? null : name.text.slice(0, 200)
}

/** C writes a name inside of what it points at and is called with. */
export function innermost(declarator: Node | null): Node | null {
  const inner = declarator?.childForFieldName('declarator') ?? null
  return inner === null ? declarator : innermost(inner)
}

function childrenOf(node: Node | null): readonly Node[] {
  return node?.namedChildren.filter((child) => child !== null) ?? []
}
