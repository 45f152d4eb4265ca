import { Parser } from 'tap-parser'
import type { ReportReading } from '../report-reading.ts'
import { createTapFindings } from './tap-findings.ts'

/** Subtests within subtests; the parser recurses for each. */
const deepest = 64
/** The parser takes about two microseconds a line. */
const mostLines = 500_000

/** Reads TAP 13 and 14 with subtests, as `node --test` prints it; lines of others around it are passed over. */
export function readTap(output: string, roots: readonly string[]): ReportReading {
  const text = output.slice(Math.max(0, output.search(/^TAP version \d/m)))
  if (!/^(not ok|ok|\d+\.\.\d+|bail out!)/im.test(text)) return unreadable('there is no TAP in it')
  if (new RegExp(`^ {${4 * deepest}}[ ]*(# Subtest|ok|not ok|1\\.\\.)`, 'm').test(text)) return unreadable(`its subtests are nested deeper than ${deepest}`)
  if (text.split('\n', mostLines + 1).length > mostLines) return unreadable(`it has more than ${mostLines} lines`)
  const parser = new Parser()
  const findings = createTapFindings(parser, roots)
  parser.end(text)
  return { kind: 'report', report: findings.report() }
}

function unreadable(why: string): ReportReading {
  return { kind: 'unreadable', message: `The TAP report cannot be read: ${why}. Run the tests with a TAP reporter, as in node --test --test-reporter=tap.` }
}
