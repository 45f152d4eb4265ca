import type * as z from 'zod'
import { argumentAdvice } from './argument-advice.ts'
import { didYouMean } from './closest-name.ts'
import type { Path } from './path.ts'
import { valueAt } from './path.ts'
import { kindOf, listNames, phraseOf } from './phrases.ts'
import type { Finding } from './problem.ts'
import { allowedKeys, schemaAt } from './schema-at.ts'

/** An issue of one schema, not of a choice between several. */
type PlainIssue = Exclude<z.core.$ZodIssue, z.core.$ZodIssueInvalidUnion>

/** What was checked: the schema and the input as it was written. */
export interface Checked {
  readonly schema: z.ZodType
  readonly input: unknown
}

/** One issue at `path` in sentences: what is wrong, what is allowed. */
export function describePlainIssue(issue: PlainIssue, checked: Checked, path: Path): Finding[] {
  const received = valueAt(checked.input, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, checked))
    case 'invalid_type':
      return [wrongType(issue.expected, path, received, checked)]
    case 'invalid_value':
      return [notAllowed(received, issue.values, path, checked)]
    case 'invalid_key':
      return [{ path, at: 'key', message: `\`${String(path.at(-1))}\` is not a valid name; ${keyRule(issue)}` }]
    case 'too_small':
      return [{ path, message: `${sized(received)} is too small; it must ${atLeast(issue)}` }]
    case 'too_big':
      return [{ path, message: `${sized(received)} is too large; it must be at most ${issue.maximum}` }]
    case 'invalid_format':
      return [{ path, message: `${phraseOf(received)} is not valid; ${issue.format === 'regex' ? issue.message : `a ${issue.format.toUpperCase()} is expected`}` }]
    default:
      return [{ path, message: `${phraseOf(received)} is not allowed; ${issue.message}` }]
  }
}

/** The value is not one of those allowed; the near one is named. */
export function notAllowed(received: unknown, values: readonly unknown[], path: Path, checked: Checked): Finding {
  if (received === undefined) return missing(path, checked, oneOf(values))
  const hint = typeof received === 'string' ? didYouMean(received, values.map(String)) : ''
  return { path, message: `${phraseOf(received)} is not allowed${hint}; it must be ${oneOf(values)}` }
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? listNames(values) : `one of ${listNames(values)}`
}

function unknownKey(key: string, path: Path, checked: Checked): Finding {
  const allowed = allowedKeys(schemaAt(checked.schema, path, checked.input))
  return { path: [...path, key], at: 'key', message: `unknown key \`${key}\`${didYouMean(key, allowed)}; allowed: ${listNames(allowed)}` }
}

function wrongType(expected: string, path: Path, received: unknown, checked: Checked): Finding {
  const key = path.at(-1)
  if (expected === 'tuple' && typeof received === 'string') return { path, message: argumentAdvice(String(key), received) }
  const quotes = expected === 'string' && ['number', 'boolean'].includes(typeof received) ? '; put it in quotes' : ''
  if (received !== undefined) return { path, message: `${kindOf(expected)} is expected, not ${phraseOf(received)}${quotes}` }
  if (typeof key === 'number') return { path: path.slice(0, -1), message: `must not be empty; ${kindOf(expected)} is expected` }
  return missing(path, checked, kindOf(expected))
}

function missing(path: Path, checked: Checked, expected: string): Finding {
  const schema = schemaAt(checked.schema, path, checked.input)
  const meta = schema?.meta()
  const purpose = meta?.description === undefined ? '' : ` ${meta.description}`
  const example = Array.isArray(meta?.['examples']) ? ` For example: ${String(path.at(-1))}: ${JSON.stringify(meta['examples'][0])}` : ''
  return { path, message: `missing; it must be given: ${expected}.${purpose}${example}` }
}

/** A list or a text is too small by its length, which the sentence leaves to the rule. */
function sized(received: unknown): string {
  return received === '' ? 'empty text' : Array.isArray(received) ? `a list of ${received.length}` : phraseOf(received)
}

function atLeast(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'array' || issue.origin === 'string') return 'not be empty'
  return issue.inclusive ? `be at least ${issue.minimum}` : `be greater than ${issue.minimum}`
}

function keyRule(issue: z.core.$ZodIssueInvalidKey): string {
  const values = issue.issues.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
  return values.length > 0 ? `one of ${listNames(values)}` : issue.issues.map((inner) => inner.message).join(', ')
}
