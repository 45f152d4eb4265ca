import type { SQLInputValue } from 'node:sqlite'

export interface Conditions {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** `WHERE` all that are given, so that an index serves what is asked. The texts are SQL of our own, ending where the value goes. */
export function conditions(given: Readonly<Record<string, SQLInputValue | undefined>>): Conditions {
  const asked = Object.entries(given).filter((entry): entry is [string, SQLInputValue] => entry[1] !== undefined)
  return { sql: asked.length === 0 ? '' : `WHERE ${asked.map(([text]) => `${text} ?`).join(' AND ')}`, values: asked.map(([, value]) => value) }
}
