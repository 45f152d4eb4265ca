import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CiEntry, CommandTrace, TestReport } from '@autopack/contracts'
import { readReport } from '@autopack/failure-analysis'
import { isInside } from './is-inside.ts'

export interface EntryReport {
  readonly report: TestReport | null
  readonly reportError: string | null
}

const longest = 10 << 20

/** Removes what an earlier run reported, so that nothing old is read as new. Says why when the path leads out of the checkout. */
export function removeOldReport(entry: CiEntry, checkout: string): string | null {
  const path = reportPath(entry, checkout)
  if (path === null) return null
  const folder = nearestExisting(dirname(path))
  if (!isInside(folder, checkout)) return `The report path "${entry.report?.from}" leads out of the checkout: choose one inside it.`
  rmSync(path, { force: true, recursive: true })
  return null
}

/** Reads the report an entry declares; an entry without one has neither report nor error. */
export function readEntryReport(entry: CiEntry, checkout: string, trace: CommandTrace, roots: readonly string[]): EntryReport {
  if (!entry.report) return { report: null, reportError: null }
  const path = reportPath(entry, checkout)
  const text = path === null ? fromStdout(trace) : fromFile(path, entry, checkout)
  if (text.kind === 'missing') return { report: null, reportError: text.message }
  const reading = readReport(entry.report.format, text.text, roots)
  return reading.kind === 'report' ? { report: reading.report, reportError: null } : { report: null, reportError: reading.message }
}

type ReportText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'missing'; readonly message: string }

function fromStdout(trace: CommandTrace): ReportText {
  if (trace.droppedBytes === 0) return { kind: 'text', text: trace.stdout }
  return { kind: 'missing', message: 'The output was too long to be read as a report: let the command write its report to a file and name it in "report.from".' }
}

function fromFile(path: string, entry: CiEntry, checkout: string): ReportText {
  const name = entry.report?.from ?? ''
  if (!existsSync(path)) return { kind: 'missing', message: `The command wrote no report at "${name}": check its options and "report.from".` }
  if (!isInside(path, checkout) || !statSync(path).isFile()) return { kind: 'missing', message: `The report at "${name}" is not a file of the checkout: let the command write a plain file there.` }
  if (statSync(path).size > longest) return { kind: 'missing', message: `The report at "${name}" is longer than 10 MB: report fewer or shorter messages.` }
  return { kind: 'text', text: readFileSync(path, 'utf8') }
}

/** Null for a report on stdout; a file is named from the folder the entry runs in. */
function reportPath(entry: CiEntry, checkout: string): string | null {
  const from = entry.report?.from ?? 'stdout'
  return from === 'stdout' ? null : join(checkout, entry.cwd ?? '.', from)
}

function nearestExisting(folder: string): string {
  return dirname(folder) === folder || existsSync(folder) ? folder : nearestExisting(dirname(folder))
}
