import type * as z from 'zod'

export type ReadAnswer<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unreadable'; readonly message: string }

const excerptLength = 80
const shownIssues = 5

/** Reads a text as JSON of a schema. The message says what was wrong in words that help the next attempt. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): ReadAnswer<T> {
  if (text.trim() === '') return unreadable('the answer was empty; answer with one JSON document of the given schema')
  const parsed = parseJson(text)
  if (!parsed.ok) return unreadable(`the answer is not one complete JSON document (${parsed.error}); it begins ${excerpt(text)} and ends ${excerpt(text.slice(-excerptLength))}`)
  const result = schema.safeParse(parsed.value)
  if (result.success) return { kind: 'read', value: result.data }
  const issues = result.error.issues.slice(0, shownIssues).map((issue) => `${place(issue.path)}: ${issue.message}`)
  return unreadable(`the answer does not follow the schema: ${issues.join('; ')}`)
}

function parseJson(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message.split(',')[0] ?? '' : String(error) }
  }
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the document' : path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, '')
}

function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, excerptLength))
}

function unreadable(message: string): { readonly kind: 'unreadable'; readonly message: string } {
  return { kind: 'unreadable', message }
}
