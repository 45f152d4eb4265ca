import type { SQLOutputValue } from 'node:sqlite'
import { AutopackError } from '@autopack/contracts'

export type Row = Record<string, SQLOutputValue>

export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value === 'string') return value
  throw wrongType(column)
}

export function integerOf(row: Row, column: string): number {
  const value = row[column]
  if (typeof value === 'number') return value
  throw wrongType(column)
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column)
}

export function optionalInteger(row: Row, column: string): number | null {
  return row[column] === null ? null : integerOf(row, column)
}

function wrongType(column: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STORE_CORRUPT',
    message: `The store holds a value of the wrong type in ${column}. Restore it from a backup.`,
    details: { column },
  })
}
