const listed = 40

/** `` `a`, `b`, `c` ``, up to what a line can hold. */
export function listNames(names: readonly unknown[]): string {
  const list = names.slice(0, listed).map((name) => `\`${String(name)}\``)
  return [...list, ...(names.length > listed ? [`and ${names.length - listed} more`] : [])].join(', ')
}

/** How a value is named in a sentence: short, on one line. */
export function phraseOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value !== 'string') return `\`${JSON.stringify(value)}\``
  const text = value.replaceAll(/\s+/g, ' ')
  return `the text \`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  tuple: 'a list of a program and its arguments',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
}

/** A schema's type in a person's words. */
export function kindOf(expected: string): string {
  return kinds[expected] ?? expected
}
