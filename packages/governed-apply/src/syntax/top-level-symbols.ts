import type { Node } from 'web-tree-sitter'
import { withTree } from './grammar.ts'
import type { Language } from './language.ts'
import { exportedName, innermost, memberName, membersOf } from './members.ts'

/** Names that a file declares at its top level, and with a dot before it each member of what it declares there; null where no grammar could tell. */
export async function topLevelSymbols(language: Language, text: string): Promise<ReadonlySet<string> | null> {
  if (language.grammar === null || language.grammar === 'css') return null
  return withTree(language.grammar, text, ({ rootNode }) => new Set(namesIn(rootNode, 0)))
}

/** Nodes that stand around declarations without being one, and how deep they may lie in each other. */
const wrappers = /^(?:export_statement|decorated_definition|ambient_declaration|lexical_declaration|variable_declaration|type_declaration|const_declaration|var_declaration|namespace_declaration|file_scoped_namespace_declaration|declaration_list|internal_module|statement_block|linkage_specification|template_declaration|namespace_definition|expression_statement)$/
const deepest = 6

function namesIn(node: Node, depth: number): readonly string[] {
  return node.namedChildren.flatMap((child) => {
    if (child === null) return []
    const name = declaredName(child) ?? exportedName(child)
    const members = membersOf(child).flatMap((member) => memberName(member) ?? []).map((member) => `.${member}`)
    if (name !== null || members.length > 0) return [...(name === null ? [] : [name]), ...members]
    return depth < deepest && wrappers.test(child.type) ? namesIn(child, depth + 1) : []
  })
}

const declarations = /(?:_definition|_declaration|_signature|_item|_declarator|_spec|_specifier)$|^(?:class|module|method|function|singleton_method|struct|enum|interface)$/

function declaredName(node: Node): string | null {
  if (!declarations.test(node.type) || wrappers.test(node.type)) return null
  const name = node.childForFieldName('name') ?? innermost(node.childForFieldName('declarator'))
  return name === null || name.childCount > 0 && !/identifier|constant|name/.test(name.type) ? null : name.text.slice(0, 200)
}
