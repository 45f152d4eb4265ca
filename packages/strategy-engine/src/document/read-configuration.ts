import type * as z from 'zod'
import { describeIssue } from '../problem/describe-issue.ts'
import type { Finding, Locate, Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import type { Source } from './parse-document.ts'
import { parseDocument } from './parse-document.ts'

/** A valid document, its value and the positions of everything in it. */
export interface Configuration<T> {
  readonly kind: 'configuration'
  readonly value: T
  readonly file: string
  readonly locate: Locate
}

export interface InvalidDocument {
  readonly kind: 'invalid'
  readonly problems: readonly Problem[]
}

/**
 * Reads a YAML or JSON text by a schema. All problems are returned at once, in the order of the text.
 * `checks` see only what the schema accepts.
 */
export function readConfiguration<T>(
  schema: z.ZodType<T>,
  source: Source,
  checks: readonly ((value: T) => readonly Finding[])[] = [],
): Configuration<T> | InvalidDocument {
  const parsed = parseDocument(source)
  if (parsed.kind === 'invalid') return parsed
  const document = { file: source.file, locate: parsed.locate }
  // read once: to compile a parser takes longer than to do without
  const result = schema.safeParse(parsed.value, { jitless: true })
  const findings = result.success
    ? checks.flatMap((check) => check(result.data))
    : result.error.issues.flatMap((issue) => describeIssue(issue, { schema, input: parsed.value }))
  if (!result.success || findings.length > 0) return { kind: 'invalid', problems: problemsOf(findings, document) }
  return { kind: 'configuration', value: result.data, ...document }
}
