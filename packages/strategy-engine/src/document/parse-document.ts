import { LineCounter, parseDocument as parseYaml } from 'yaml'
import type { Finding, Locate, Problem } from '../problem/problem.ts'
import { firstOf, problemsOf } from '../problem/problem.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { offsetOf } from './offset-of.ts'

/** A text and the name it is reported under. */
export interface Source {
  readonly text: string
  readonly file: string
}

export type ParsedDocument =
  | { readonly kind: 'parsed'; readonly value: unknown; readonly locate: Locate }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }

const sizeLimit = 1_000_000
const tooDeep = 'nested too deeply to be read'

/** Reads YAML 1.2, and so JSON: one document, up to 1 MB, no duplicate keys, no alias bombs. */
export function parseDocument(source: Source): ParsedDocument {
  if (Buffer.byteLength(source.text) > sizeLimit) return refuse(source, 'larger than 1 MB; a plan or configuration must be smaller')
  try {
    return parse(source)
  } catch (error) {
    if (error instanceof RangeError) return refuse(source, tooDeep)
    if (error instanceof ReferenceError) return refuse(source, aliasProblem(error))
    throw error
  }
}

function parse(source: Source): ParsedDocument {
  const lines = new LineCounter()
  const document = parseYaml(source.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, stringKeys: true })
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const syntax: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    ...position(error.pos[0]),
    file: source.file,
    path: 'document',
    message: `not valid YAML: ${error.message}`,
  }))
  if (syntax.some(({ message }) => message.includes('call stack'))) return refuse(source, tooDeep)
  if (syntax.length > 0) return { kind: 'invalid', problems: firstOf(syntax) }
  const locate: Locate = (path, at) => position(offsetOf(document, path, at ?? 'value'))
  const duplicates: Problem[] = duplicateKeys(document).map(({ offset, ...duplicate }) => ({ ...position(offset), file: source.file, ...duplicate }))
  if (duplicates.length > 0) return { kind: 'invalid', problems: firstOf(duplicates) }
  return { kind: 'parsed', value: document.toJS({ maxAliasCount: 100 }), locate }
}

function aliasProblem(error: ReferenceError): string {
  if (error.message.startsWith('Excessive')) return 'aliases (`*name`) multiply beyond what is allowed; write the values out'
  return `not valid YAML: ${error.message}`
}

function refuse(source: Source, message: string): ParsedDocument {
  const finding: Finding = { path: [], message }
  return { kind: 'invalid', problems: problemsOf([finding], { file: source.file, locate: () => ({ line: 1, column: 1 }) }) }
}
