import type { CiEntry } from '@autopack/contracts'
import type { ReportReading } from './report-reading.ts'
import { readJestJson } from './reports/jest-json.ts'
import { readJunit } from './reports/junit.ts'
import { readTap } from './reports/tap.ts'

export type ReportFormat = NonNullable<CiEntry['report']>['format']

const longest = 10 << 20

/**
 * Reads what a test runner reported. `roots`: absolute folders of the checkout, which become relative in names, messages and files,
 * so that reports of two checkouts can be compared. Never throws; the text may come from a hostile program.
 */
export function readReport(format: ReportFormat, text: string, roots: readonly string[] = []): ReportReading {
  if (text.length > longest) return unreadable(format, 'it is longer than 10 MB. Report fewer or shorter messages')
  if (text.trim() === '') return unreadable(format, 'it is empty. Check that the command writes it where the CI entry says')
  try {
    return readers[format](text, roots)
  } catch (error) {
    return unreadable(format, `${error instanceof Error ? error.message : String(error)}. Check the format in the CI entry`)
  }
}

const readers: Readonly<Record<ReportFormat, (text: string, roots: readonly string[]) => ReportReading>> = {
  tap: readTap,
  junit: readJunit,
  'vitest-json': readJestJson,
  'jest-json': readJestJson,
}

function unreadable(format: ReportFormat, why: string): ReportReading {
  return { kind: 'unreadable', message: `The ${format} report cannot be read: ${why}.`.slice(0, 500) }
}
